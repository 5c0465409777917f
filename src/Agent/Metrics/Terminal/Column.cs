using Spectre.Console;

namespace Murmuration.Agent.Metrics.Terminal;

/// <summary>A column of a table that knows how dispensable it is.</summary>
/// <param name="Name">Its head.</param>
/// <param name="Rank">The higher, the sooner it is left out where there is no room; 0 always stays.</param>
/// <param name="Values">One per row.</param>
/// <param name="IsText">Words, which begin at the left; figures end at the right.</param>
internal sealed record Column(string Name, int Rank, IReadOnlyList<string> Values, bool IsText = false)
{
    /// <summary>A border and a space on both sides.</summary>
    private const int FrameWidth = 3;

    private int Width => FrameWidth + Values.Select(value => value.Length).Append(Name.Length).Max();

    private bool IsEmpty => Values.All(string.IsNullOrEmpty);

    /// <summary>A table of the columns that say something and fit, the least dispensable ones first.</summary>
    public static Table ToTable(IEnumerable<Column> columns, int width)
    {
        var kept = columns.Where(column => column.Rank == 0 || !column.IsEmpty).ToList();
        while (kept.Sum(column => column.Width) >= width && kept.MaxBy(column => column.Rank) is { Rank: > 0 } last)
        {
            kept.Remove(last);
        }

        var table = new Table().Border(TableBorder.Rounded);
        kept.ForEach(column => table.AddColumn(new TableColumn(new Text(column.Name))
        {
            Alignment = column.IsText ? Justify.Left : Justify.Right,
        }));
        for (var row = 0; row < kept[0].Values.Count; row++)
        {
            table.AddRow(kept.Select(column => Cell(column.Values[row])));
        }

        return table;
    }

    /// <summary>What is not as it should be is seen first.</summary>
    private static Text Cell(string value) => new(value, value switch
    {
        _ when value.Contains("suspended", StringComparison.Ordinal) => new Style(Color.Yellow),
        _ when value.Contains("down", StringComparison.Ordinal) => new Style(Color.Red),
        _ when value.StartsWith("silent", StringComparison.Ordinal) => new Style(Color.Yellow),
        _ when value is "away" or "departed" => new Style(Color.Grey),
        _ => Style.Plain,
    });
}
