using System.Collections.Immutable;
using Murmuration.Gossip.Topologies.Schedules;

namespace Murmuration.Gossip.Topologies.Generators;

/// <summary>The first agent and every other one.</summary>
internal sealed class StarGenerator : ITopologyGenerator
{
    public ImmutableArray<Link> Draw(int agentCount, bool directed, SeededChance chance = default) =>
        LinkLists.BothWays(Enumerable.Range(1, agentCount - 1).Select(i => new Link(0, i)), directed);
}
