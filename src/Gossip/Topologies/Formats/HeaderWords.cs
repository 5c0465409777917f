namespace Murmuration.Gossip.Topologies.Formats;

/// <summary>What the two columns of link lists are usually called.</summary>
internal static class HeaderWords
{
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "source", "src", "from", "u", "i", "id_1", "id1", "node1", "node_1", "node_id1", "start", "tail",
        "target", "dst", "dest", "destination", "to", "v", "j", "id_2", "id2", "node2", "node_2", "end", "head",
    };

    /// <summary>Whether a line names columns instead of agents.</summary>
    public static bool Are(IReadOnlyList<string> fields) =>
        fields.Count >= 2 && Words.Contains(fields[0]) && Words.Contains(fields[1]);
}
