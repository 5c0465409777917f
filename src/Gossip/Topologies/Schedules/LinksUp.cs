using System.Collections.Immutable;
using System.Text.Json;
using Murmuration.Gossip.Topologies.Generators;

namespace Murmuration.Gossip.Topologies.Schedules;

/// <summary>Each link of another schedule is up with a probability, by a coin that depends on seed, round and link
/// only.</summary>
internal sealed class LinksUp(ILinkSchedule inner, double probability, int seed) : ILinkSchedule
{
    public int? Period => null;

    public int? TopologyCount => null;

    public (int Start, int Count) Window => (inner.Window.Start, Math.Max(inner.Window.Count, DrawnLinks.SampleCount));

    public int TopologyIndexAt(int round) => round;

    public ImmutableArray<Link> LinksOf(int topologyIndex) =>
        [.. inner.LinksOf(inner.TopologyIndexAt(topologyIndex)).Where(link => IsUp(link, topologyIndex))];

    public ImmutableArray<Link> EverLinks() => inner.EverLinks();

    public ImmutableArray<Link> LastingLinks() => inner.LastingLinks();

    public IReadOnlyList<AgentPosition>? PositionsAt(int round) => inner.PositionsAt(round);

    public void Write(Utf8JsonWriter writer, IReadOnlyList<AgentAddress> agents)
    {
        inner.Write(writer, agents);
        writer.WriteStartObject("linkUp");
        writer.WriteNumber("probability", probability);
        writer.WriteNumber("seed", seed);
        writer.WriteEndObject();
    }

    private bool IsUp(Link link, int round) => SeededChance.Coin(seed, round, link) < probability;
}
