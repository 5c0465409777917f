using Murmuration.Agent.Configuration;

namespace Murmuration.Agent.Data.Formats.Tables;

/// <summary>Finds the columns of a table that options name.</summary>
internal sealed class ColumnIndex(ITableSource table)
{
    private IReadOnlyList<string> Names => table.ColumnNames;

    /// <summary>
    /// Index of a column given by name (exact, then whatever the case), by 0-based index, or as <c>first</c> or
    /// <c>last</c>.
    /// </summary>
    /// <exception cref="DataException">There is no such column, or there are two.</exception>
    public int Of(string column) => All(column) switch
    {
        [var only] => only,
        [] => throw Unknown(column),
        var several => throw new DataException(
            $"{table.Name}: columns {string.Join(" and ", several)} are all called '{column}'; "
            + "name the one that is meant by its 0-based index"),
    };

    /// <summary>The same; null where there is no such column, or there are two.</summary>
    public int? TryFind(string column) => All(column) is [var only] ? only : null;

    private List<int> All(string column)
    {
        var exact = Find(name => name == column);
        var found = exact.Count > 0 ? exact : Find(name => name.Equals(column, StringComparison.OrdinalIgnoreCase));
        return found.Count == 0 && IsPlace(column, out var index) ? [index] : found;
    }

    private List<int> Find(Predicate<string> isMeant) =>
        [.. Names.Index().Where(pair => isMeant(pair.Item)).Select(pair => pair.Index)];

    private bool IsPlace(string column, out int index)
    {
        index = column switch
        {
            "first" => 0,
            "last" => Names.Count - 1,
            _ => int.TryParse(column, out var place) ? place : -1,
        };
        return index >= 0 && index < Names.Count;
    }

    private DataException Unknown(string column)
    {
        var nearest = string.Join(", ", NearestNames.Of(column, Names).Select(name => $"'{name}'"));
        return new($"{table.Name}: has no column '{column}'; the nearest of its {Names.Count} are {nearest}");
    }
}
