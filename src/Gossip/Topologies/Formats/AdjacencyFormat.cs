namespace Murmuration.Gossip.Topologies.Formats;

/// <summary>A square table: the number in row i and column j is the link from agent i to agent j, 0 where there is
/// none, 1 or its weight where there is one. Agents are named in a header, in the first column, in both or not at
/// all.</summary>
internal sealed class AdjacencyFormat : INetworkFormat
{
    /// <summary>Tables of more agents would not be read back.</summary>
    private const int MostAgents = 4000;

    /// <summary>No link list has more columns than three, so larger tables are told by their shape.</summary>
    private const int LargestDoubtful = 4;

    public string Name => "adjacency";

    public IReadOnlyList<string> Extensions => [".csv", ".adj"];

    public bool Fits(FormatSource source)
    {
        if (source.Start is "" or ['{' or '/' or '<', ..])
        {
            return false;
        }

        var lines = AdjacencyTable.Lines(source).Take(TopologySchedule.LargestAgentCount + 2).ToList();
        if (lines.Count == 0)
        {
            return false;
        }

        var fields = new FieldSplitter(lines[0].Text).Split(lines[0].Text);
        return fields.Count > 1 && Math.Abs(fields.Count - lines.Count) <= 1 && !HeaderWords.Are(fields)
            && (lines.Count > LargestDoubtful || fields[0].Length == 0 || LooksLikeOne(source));
    }

    public void Read(FormatSource source, NetworkBuilder network)
    {
        var table = AdjacencyTable.Read(source);
        foreach (var (name, line) in table.Names)
        {
            network.Declare(name, new PlainAgent(name), line);
        }

        network.Directed = !table.IsUndirected;
        var isUpper = table.Entries.Any(entry => entry.From < entry.To);
        var isWeighted = table.Entries.Any(entry => entry.From != entry.To && entry.Value != 1);
        foreach (var (from, to, value) in table.Entries)
        {
            // Own weights complete the rows of a table of mixing weights, and are no links.
            if (from == to ? !isWeighted : network.Directed || from < to == isUpper)
            {
                network.Link(from, to, isWeighted ? value : null, line: null);
            }
        }
    }

    public IEnumerable<string> Losses(PlainNetwork network) => network.LostPositions();

    public void Write(TextWriter writer, PlainNetwork network)
    {
        if (network.Agents.Count > MostAgents)
        {
            throw new TopologyException($"a table of {network.Agents.Count:N0} agents squared is too large; choose "
                + "another format, such as edgelist.");
        }

        var rows = network.Agents.Select(_ => new string[network.Agents.Count]).ToArray();
        foreach (var link in network.Links)
        {
            var value = link.Weight is { } weight ? NumberText.Of(weight) : "1";
            rows[link.From][link.To] = value;
            rows[link.To][link.From] = network.Directed ? rows[link.To][link.From] : value;
        }

        writer.Write(string.Concat(network.Agents.Select(agent => $",{agent.Label}")) + "\n");
        foreach (var (agent, row) in network.Agents.Zip(rows))
        {
            writer.Write(agent.Label);
            writer.Write(string.Concat(row.Select(value => $",{value ?? "0"}")) + "\n");
        }
    }

    /// <summary>Whether a small table makes sense as such: the same above and below the diagonal, and no link counts
    /// on it.</summary>
    private static bool LooksLikeOne(FormatSource source)
    {
        try
        {
            var table = AdjacencyTable.Read(source);
            return table.IsUndirected && table.Entries.All(entry => entry.From != entry.To || entry.Value <= 1);
        }
        catch (TopologyException)
        {
            return false;
        }
    }
}
