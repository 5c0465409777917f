using Murmuration.Agent.Data.Formats.Tables;

namespace Murmuration.Agent.Data.Formats.Numpy;

/// <summary>An array as a table: its last axis are the columns, targets among them.</summary>
internal sealed class ArrayTable : ITableSource
{
    private readonly INumpySource _source;
    private readonly DataReading _reading;
    private readonly NpyHeader _header;

    /// <summary>Looks at an array.</summary>
    /// <exception cref="DataException">It is no table.</exception>
    public ArrayTable(INumpySource source, NpyHeader header, DataReading reading)
    {
        (_source, _header, _reading) = (source, header, reading);
        if (header.Shape.Count > 2)
        {
            throw new DataException(
                $"{source.Name}: {header} holds inputs only; name the array of their targets in data.trainLabels "
                + "(for test rows data.testLabels)");
        }

        TableColumns.RequireFew(source.Name, header.Width);
        ColumnNames = [.. Enumerable.Range(0, header.Width).Select(column => $"column {column}")];
    }

    public string Name => _source.Name;

    public string Unit => "row";

    public string Dialect => $"NumPy array {_header}{(_header.IsFortran ? " in Fortran's order" : "")}";

    public bool HasNames => false;

    public IReadOnlyList<string> ColumnNames { get; }

    public T Read<T>(Func<ITableRecords, T> read) => NumpyRows.Read(_source, _reading, rows => read(new Records(rows)));

    private sealed class Records(NumpyRows rows) : ITableRecords
    {
        private readonly double[] _numbers = new double[rows.Header.Width];

        public int Count => _numbers.Length;

        public long Position { get; private set; } = -1;

        public string this[int field] => FieldText.Normal(_numbers[field]);

        public bool Read()
        {
            if (++Position < rows.Header.Count)
            {
                rows.Read(_numbers);
                return true;
            }

            rows.RequireEnd();
            return false;
        }

        public bool TryGetNumber(int field, out float number)
        {
            number = (float)_numbers[field];
            return float.IsFinite(number);
        }
    }
}
