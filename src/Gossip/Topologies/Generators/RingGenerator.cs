using System.Collections.Immutable;
using Murmuration.Gossip.Topologies.Schedules;

namespace Murmuration.Gossip.Topologies.Generators;

/// <summary>Agent i and agent i + 1, the last one and the first.</summary>
internal sealed class RingGenerator : ITopologyGenerator
{
    public ImmutableArray<Link> Draw(int agentCount, bool directed, SeededChance chance = default) =>
        agentCount == 1 ? [] : LinkLists.Canonical(
            Enumerable.Range(0, agentCount).Select(i => new Link(i, (i + 1) % agentCount)), directed);
}
