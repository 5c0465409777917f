namespace Murmuration.Agent.Data.Files;

/// <summary>How a table is written: what separates its fields, whether names stand on top, and what they are.</summary>
/// <param name="Path">The file.</param>
/// <param name="Separator">The character between fields; a blank stands for any run of blanks.</param>
/// <param name="HasHeader">Whether the first line holds names.</param>
/// <param name="ColumnNames">Names of all columns; "column 0" and so on without a header.</param>
internal sealed record TableLayout(string Path, char Separator, bool HasHeader, string[] ColumnNames)
{
    /// <summary>Number of columns.</summary>
    public int ColumnCount => ColumnNames.Length;

    /// <summary>
    /// Index of a column given by name (exact, then whatever the case), by 0-based index, or as <c>first</c> or
    /// <c>last</c>.
    /// </summary>
    public int IndexOf(string column)
    {
        var index = Array.IndexOf(ColumnNames, column);
        if (index < 0)
        {
            index = Array.FindIndex(ColumnNames, name => name.Equals(column, StringComparison.OrdinalIgnoreCase));
        }

        if (index >= 0 || IsPlace(column, out index))
        {
            return index;
        }

        var nearest = string.Join(", ", Configuration.NearestNames.Of(column, ColumnNames).Select(name => $"'{name}'"));
        throw new DataException($"{Path}: has no column '{column}'; the nearest of its {ColumnCount} are {nearest}");
    }

    private bool IsPlace(string column, out int index)
    {
        index = column switch
        {
            "first" => 0,
            "last" => ColumnCount - 1,
            _ => int.TryParse(column, out var place) ? place : -1,
        };
        return index >= 0 && index < ColumnCount;
    }
}
