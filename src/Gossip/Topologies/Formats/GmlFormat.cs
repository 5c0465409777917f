namespace Murmuration.Gossip.Topologies.Formats;

/// <summary>Graph Modelling Language (M. Himsolt, 1996): <c>graph [ node [ id 1 label "a" ] edge [ source 1 target 2 ]
/// ]</c>.</summary>
internal sealed class GmlFormat : INetworkFormat
{
    public string Name => "gml";

    public IReadOnlyList<string> Extensions => [".gml"];

    public bool Fits(FormatSource source) =>
        source.Start.StartsWith("graph", StringComparison.Ordinal) && source.Start[5..].TrimStart().StartsWith('[');

    public void Read(FormatSource source, NetworkBuilder network) => new GmlReader(source, network).Read();

    public void Write(TextWriter writer, PlainNetwork network)
    {
        writer.Write($"graph [\n  directed {(network.Directed ? 1 : 0)}\n");
        if (network.Name is { } name)
        {
            writer.Write($"  name {Quoted(name)}\n");
        }

        foreach (var (index, agent) in network.Agents.Index())
        {
            var place = agent.Position is { } position
                ? $" graphics [ x {NumberText.Of(position.X)} y {NumberText.Of(position.Y)} ]"
                : "";
            writer.Write($"  node [ id {index} label {Quoted(agent.Label)}{place} ]\n");
        }

        foreach (var link in network.Links)
        {
            var weight = link.Weight is { } value ? $" weight {NumberText.Of(value)}" : "";
            writer.Write($"  edge [ source {link.From} target {link.To}{weight} ]\n");
        }

        writer.Write("]\n");
    }

    /// <summary>The format knows ASCII only, and writes all else and its own marks as character references.</summary>
    private static string Quoted(string text) => $"\"{string.Concat(text.Select(
        letter => letter is '"' or '&' || !char.IsAscii(letter) ? $"&#{(int)letter};" : $"{letter}"))}\"";
}
