namespace Murmuration.Agent.Data.Formats.Tables;

/// <summary>A table in a file of text.</summary>
internal sealed class TableFile(TableLayout layout, DataReading reading) : ITableSource
{
    public string Name => layout.Path;

    public string Unit => "line";

    public string Dialect => layout.ToString();

    public bool HasNames => layout.HasHeader;

    public IReadOnlyList<string> ColumnNames => layout.ColumnNames;

    /// <summary>Finds out how a file is written.</summary>
    /// <exception cref="DataException">It is no table.</exception>
    public static TableFile Open(string path, DataReading reading) =>
        new(TableLayoutDetector.Detect(reading.Resolve(path), reading), reading);

    public T Read<T>(Func<ITableRecords, T> read) => reading.Read(layout.Path, stream =>
    {
        using var records = new TableRecords(stream, layout.Separator, layout.Path, layout.CommentLines);
        if (layout.HasHeader)
        {
            records.Read();
        }

        return read(records);
    });
}
