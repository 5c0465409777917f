using Murmuration.Agent.Configuration;

namespace Murmuration.Agent.Data.Formats.Tables;

/// <summary>Reads the rows of a table into numbers; every fault is named with its line and column.</summary>
internal sealed class TableReader
{
    private readonly ITableSource _table;
    private readonly ITableSource _targetTable;
    private readonly TableColumns _columns;
    private readonly bool _dropsMissing;
    private readonly RawSet _rows;
    private readonly float[] _row;

    private TableReader(
        ITableSource table, ITableSource targetTable, TableColumns columns, bool dropsMissing, RawSet rows)
    {
        (_table, _targetTable, _columns, _dropsMissing, _rows) = (table, targetTable, columns, dropsMissing, rows);
        _row = new float[columns.InputCount];
    }

    /// <summary>Reads the rows of a table, with targets beside the inputs or in a table of their own.</summary>
    /// <param name="reading">The load.</param>
    /// <param name="table">The table with the inputs.</param>
    /// <param name="targetTable">The table with the targets, the same or another.</param>
    /// <param name="columns">What the columns are.</param>
    /// <param name="limit">Most rows.</param>
    /// <exception cref="DataException">A field cannot be used, or the tables have different numbers of
    /// rows.</exception>
    public static RawSet Read(
        DataReading reading, ITableSource table, ITableSource targetTable, TableColumns columns, int limit)
    {
        var rows = new RawSet(
            reading.Collect(columns.InputCount, table.Name),
            [.. columns.Targets.Select(column => new TargetColumn(
                targetTable.Name, targetTable.Unit, targetTable.ColumnNames[column]))]);
        var dropsMissing = reading.Options.Missing == MissingValues.Drop;
        var reader = new TableReader(table, targetTable, columns, dropsMissing, rows);
        try
        {
            return targetTable == table
                ? table.Read(records => reader.Read(records, records, limit))
                : targetTable.Read(targets => table.Read(records => reader.Read(records, targets, limit)));
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    private RawSet Read(ITableRecords inputs, ITableRecords targets, int limit)
    {
        while (_rows.Count < limit && MoveOn(inputs, targets))
        {
            RequireCount(_table, inputs);
            RequireCount(_targetTable, targets);
            if (ReadInputs(inputs) && HasTargets(targets))
            {
                Add(targets);
            }
            else
            {
                _rows.Dropped++;
            }
        }

        return _rows;
    }

    private bool MoveOn(ITableRecords inputs, ITableRecords targets)
    {
        var hasInputs = inputs.Read();
        if (inputs == targets || hasInputs == targets.Read())
        {
            return hasInputs;
        }

        var (longer, shorter) = hasInputs ? (_table, _targetTable) : (_targetTable, _table);
        throw new DataException(
            $"{shorter.Name}: has {_rows.Count + _rows.Dropped} rows, but {longer.Name} has more; "
            + "targets in a file of their own stand row by row");
    }

    private static void RequireCount(ITableSource table, ITableRecords record)
    {
        if (record.Count != table.ColumnNames.Count)
        {
            throw new DataException(
                $"{table.Name}: {table.Unit} {record.Position} has {record.Count} fields, "
                + $"the first has {table.ColumnNames.Count}");
        }
    }

    /// <summary>Writes the inputs into the row; false where one is missing and such rows are left out.</summary>
    private bool ReadInputs(ITableRecords record)
    {
        var rest = _row.AsSpan();
        foreach (var column in _columns.Inputs)
        {
            if (!TryRead(record, column, rest[..column.Width]))
            {
                return false;
            }

            rest = rest[column.Width..];
        }

        return true;
    }

    private bool TryRead(ITableRecords record, InputColumn column, Span<float> inputs)
    {
        if (column.Values is null)
        {
            return record.TryGetNumber(column.Field, out inputs[0])
                || (_dropsMissing && FieldText.IsMissing(record[column.Field])
                    ? false
                    : throw At(_table, record, column.Name, NoNumber(record[column.Field])));
        }

        inputs.Clear();
        var text = record[column.Field];
        if (column.Values.TryGetValue(FieldText.Normal(text), out var place))
        {
            inputs[place] = 1;
            return true;
        }

        return _dropsMissing && FieldText.IsMissing(text)
            ? false
            : throw At(_table, record, column.Name, FieldText.IsMissing(text)
                ? FieldText.ProblemOf(text)
                : $"{FieldText.Quote(text)} is none of the {column.Width} values that data.categories lists");
    }

    private bool HasTargets(ITableRecords record)
    {
        foreach (var column in _columns.Targets)
        {
            var text = record[column];
            if (FieldText.IsMissing(text) && _columns.ClassNames?.Contains(text) is not true)
            {
                return _dropsMissing
                    ? false
                    : throw At(_targetTable, record, _targetTable.ColumnNames[column], FieldText.ProblemOf(text));
            }
        }

        return true;
    }

    private void Add(ITableRecords targets)
    {
        foreach (var (index, column) in _columns.Targets.Index())
        {
            _rows.Targets[index].Add(targets[column], targets.Position);
        }

        _rows.Add(_row);
    }

    private static string NoNumber(string text) => char.IsLetter(text.FirstOrDefault()) && !FieldText.IsMissing(text)
        ? $"{FieldText.ProblemOf(text)}; a column of words needs its values in data.categories, or its name in "
            + "data.ignore ('murmur data check' writes both)"
        : FieldText.ProblemOf(text);

    private static DataException At(ITableSource table, ITableRecords record, string column, string problem) =>
        new($"{table.Name}: {table.Unit} {record.Position}, column '{column}': {problem}");
}
