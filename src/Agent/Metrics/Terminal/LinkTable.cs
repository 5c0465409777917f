using Spectre.Console;

namespace Murmuration.Agent.Metrics.Terminal;

/// <summary>One row per link, as both its ends tell of it.</summary>
internal static class LinkTable
{
    /// <summary>The table of the links, those that are not up first; null when there are none.</summary>
    public static Table? Of(NetworkSnapshot snapshot, int width, int most)
    {
        var all = LinkPair.Of(snapshot);
        if (all.Count == 0)
        {
            return null;
        }

        List<LinkPair> links = all.Count <= most ? [.. all] : [.. all.OrderByDescending(link => link.State).Take(most)];
        Column[] columns =
        [
            new("link", 0, Values(link => $"{snapshot.Ids[link.From]} – {snapshot.Ids[link.To]}"), IsText: true),
            new("state", 1, Values(link => link.State.ToString().ToLowerInvariant()), IsText: true),
            new("bytes →", 2, Values(link => ProgressText.Bytes(link.BytesForth))),
            new("bytes ←", 3, Values(link => ProgressText.Bytes(link.BytesBack))),
            new("delay →", 4, Values(link => Delay(link.DelayForth))),
            new("delay ←", 5, Values(link => Delay(link.DelayBack))),
        ];
        var table = Column.ToTable(columns, width);
        return links.Count < all.Count
            ? table.Caption($"{links.Count} of {all.Count} links; --json gives all that are known")
            : table;

        IReadOnlyList<string> Values(Func<LinkPair, string> value) => [.. links.Select(value)];
    }

    private static string Delay(double? seconds) => seconds is { } delay ? ProgressText.Duration(delay) : "";
}
