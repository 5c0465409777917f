namespace Murmuration.Agent.Data.Formats.Tables;

/// <summary>Something with rows and columns: a file of text, or the answer to a query.</summary>
internal interface ITableSource
{
    /// <summary>What it is called in errors.</summary>
    string Name { get; }

    /// <summary>What the position of a record counts: line, row.</summary>
    string Unit { get; }

    /// <summary>How it is written.</summary>
    string Dialect { get; }

    /// <summary>Whether the columns' names stand in it.</summary>
    bool HasNames { get; }

    /// <summary>Names of all columns; "column 0" and so on where it has none.</summary>
    IReadOnlyList<string> ColumnNames { get; }

    /// <summary>Runs a reader on its records, from the first on.</summary>
    /// <exception cref="DataException">It cannot be read.</exception>
    T Read<T>(Func<ITableRecords, T> read);
}
