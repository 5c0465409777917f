using System.Collections.Immutable;
using Murmuration.Gossip.Topologies.Schedules;

namespace Murmuration.Gossip.Topologies.Generators;

/// <summary>Agent i and agent i + 1, in a row.</summary>
internal sealed class PathGenerator : ITopologyGenerator
{
    public ImmutableArray<Link> Draw(int agentCount, bool directed, SeededChance chance = default) =>
        LinkLists.BothWays(Enumerable.Range(0, agentCount - 1).Select(i => new Link(i, i + 1)), directed);
}
