namespace Murmuration.Gossip.Topologies.Formats;

/// <summary>The DOT language of Graphviz (https://graphviz.org/doc/info/lang.html).</summary>
internal sealed class DotFormat : INetworkFormat
{
    public string Name => "dot";

    public IReadOnlyList<string> Extensions => [".dot", ".gv"];

    public bool Fits(FormatSource source) => ((string[])["graph", "digraph", "strict"]).Any(
        word => source.Start.StartsWith(word, StringComparison.OrdinalIgnoreCase)
            && source.Start.Contains('{', StringComparison.Ordinal));

    public void Read(FormatSource source, NetworkBuilder network) => new DotReader(source, network).Read();

    public void Write(TextWriter writer, PlainNetwork network)
    {
        var (kind, arrow) = network.Directed ? ("digraph", "->") : ("graph", "--");
        writer.Write($"{kind} {Quoted(network.Name ?? "network")} {{\n");
        foreach (var agent in network.Agents)
        {
            var place = agent.Position is { } position
                ? $" [pos=\"{NumberText.Of(position.X)},{NumberText.Of(position.Y)}\"]"
                : "";
            writer.Write($"  {Quoted(agent.Label)}{place};\n");
        }

        foreach (var link in network.Links)
        {
            var weight = link.Weight is { } value ? $" [weight=\"{NumberText.Of(value)}\"]" : "";
            var (from, to) = (network.Agents[link.From].Label, network.Agents[link.To].Label);
            writer.Write($"  {Quoted(from)} {arrow} {Quoted(to)}{weight};\n");
        }

        writer.Write("}\n");
    }

    /// <summary>In quotes even where that is not needed: no id is a keyword then. The language cannot say a backslash
    /// at the end.</summary>
    private static string Quoted(string text) =>
        $"\"{text.Replace('\\', '/').Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
