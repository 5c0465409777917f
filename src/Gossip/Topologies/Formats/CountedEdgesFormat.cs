namespace Murmuration.Gossip.Topologies.Formats;

/// <summary>The number of agents in the first line, then one link a line by agent indices from 0 on, as decentralizepy
/// reads it.</summary>
internal sealed class CountedEdgesFormat : INetworkFormat
{
    public string Name => "edges";

    public IReadOnlyList<string> Extensions => [".edges"];

    public bool Fits(FormatSource source) =>
        source.Start.Split('\n')[0].Trim() is { Length: > 0 } line && line.All(char.IsAsciiDigit);

    public void Read(FormatSource source, NetworkBuilder network) => new EdgeListReader(source, network).Read();

    public void Write(TextWriter writer, PlainNetwork network)
    {
        writer.Write($"{network.Agents.Count}\n");
        foreach (var link in network.Links)
        {
            writer.Write($"{link.From} {link.To}\n");
        }
    }

    public IEnumerable<string> Losses(PlainNetwork network)
    {
        if (network.Agents.Index().Any(agent => agent.Item.Label != $"{agent.Index}"))
        {
            yield return "the agents' ids are left out: numbers from 0 on stand for them";
        }

        if (network.Directed)
        {
            yield return "that links go one way is left out: read the file with --directed";
        }

        if (network.Links.Any(link => link.Weight is not null))
        {
            yield return "the mixing weights are left out";
        }

        foreach (var loss in network.LostPositions())
        {
            yield return loss;
        }
    }
}
