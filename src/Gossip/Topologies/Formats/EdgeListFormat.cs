namespace Murmuration.Gossip.Topologies.Formats;

/// <summary>One link a line: two agents, and its weight where it has one. Comments at the top name all agents, so that
/// their order and those without a link survive, and say whether links go one way.</summary>
internal sealed class EdgeListFormat : INetworkFormat
{
    private const int Width = 100;

    public string Name => "edgelist";

    public IReadOnlyList<string> Extensions => [".txt", ".edgelist", ".el", ".tsv", ".csv", ".edges"];

    public bool Fits(FormatSource source) =>
        source.Start is [var first, ..] && (first is '#' or '%' || char.IsAsciiLetterOrDigit(first));

    public void Read(FormatSource source, NetworkBuilder network) => new EdgeListReader(source, network).Read();

    public IEnumerable<string> Losses(PlainNetwork network) => network.LostPositions();

    public void Write(TextWriter writer, PlainNetwork network)
    {
        writer.Write($"# {network.Agents.Count} agents, {network.Links.Count} links\n");
        if (network.Directed)
        {
            writer.Write("# directed\n");
        }

        WriteAgents(writer, network.Agents);
        foreach (var link in network.Links)
        {
            var weight = link.Weight is { } value ? $" {NumberText.Of(value)}" : "";
            writer.Write($"{network.Agents[link.From].Label} {network.Agents[link.To].Label}{weight}\n");
        }
    }

    private static void WriteAgents(TextWriter writer, IReadOnlyList<PlainAgent> agents)
    {
        var width = 0;
        foreach (var agent in agents)
        {
            var isNewLine = width == 0 || width + agent.Label.Length > Width;
            writer.Write(isNewLine ? width == 0 ? "# agents:" : "\n# agents:" : "");
            writer.Write($" {agent.Label}");
            width = isNewLine ? agent.Label.Length + 9 : width + agent.Label.Length + 1;
        }

        writer.Write('\n');
    }
}
