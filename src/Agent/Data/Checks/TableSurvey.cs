using Murmuration.Agent.Data.Formats.Tables;

namespace Murmuration.Agent.Data.Checks;

/// <summary>What a table holds, found in one pass that no fault of a field ends.</summary>
internal sealed class TableSurvey
{
    private TableSurvey(ITableSource table)
    {
        Table = table;
        Columns = [.. table.ColumnNames.Select(name => new ColumnSurvey(name))];
    }

    /// <summary>The table.</summary>
    public ITableSource Table { get; }

    /// <summary>Its columns.</summary>
    public IReadOnlyList<ColumnSurvey> Columns { get; }

    /// <summary>Its rows, without those of a wrong length.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows with more or fewer fields than columns.</summary>
    public long WrongRows { get; private set; }

    /// <summary>Place of the first of those; 0 where there is none.</summary>
    public long FirstWrongRow { get; private set; }

    /// <summary>Looks at a table from its first row to its last.</summary>
    /// <exception cref="DataException">It is damaged.</exception>
    public static TableSurvey Take(ITableSource table)
    {
        TableColumns.RequireFew(table.Name, table.ColumnNames.Count);
        var survey = new TableSurvey(table);
        return table.Read(records =>
        {
            while (records.Read())
            {
                survey.Add(records);
            }

            return survey;
        });
    }

    private void Add(ITableRecords record)
    {
        if (record.Count != Columns.Count)
        {
            FirstWrongRow = WrongRows++ == 0 ? record.Position : FirstWrongRow;
            return;
        }

        Rows++;
        for (var column = 0; column < Columns.Count; column++)
        {
            Columns[column].Add(record, column);
        }
    }
}
