using System.Collections.Immutable;
using System.Text.Json;
using Murmuration.Gossip.Topologies.Generators;

namespace Murmuration.Gossip.Topologies.Schedules;

/// <summary>A random topology drawn anew for every round, as a function of the seed and the round only.</summary>
internal sealed class DrawnLinks(
    ITopologyGenerator generator, GeneratorSettings settings, int agentCount, bool directed) : ILinkSchedule
{
    /// <summary>How many drawn rounds stand for all in reports.</summary>
    public const int SampleCount = 64;

    public int? Period => null;

    public int? TopologyCount => null;

    public (int Start, int Count) Window => (0, SampleCount);

    public int TopologyIndexAt(int round) => round;

    public ImmutableArray<Link> LinksOf(int topologyIndex) =>
        generator.DrawRound(agentCount, directed, settings.Seed, topologyIndex);

    public IReadOnlyList<AgentPosition>? PositionsAt(int round) =>
        generator.PositionsAt(agentCount, settings.Seed, round);

    /// <summary>Every pair may be drawn in some round.</summary>
    public ImmutableArray<Link> EverLinks() => new CompleteGenerator().Draw(agentCount, directed);

    public ImmutableArray<Link> LastingLinks() => EverLinks();

    public void Write(Utf8JsonWriter writer, IReadOnlyList<AgentAddress> agents) => settings.Write(writer);
}
