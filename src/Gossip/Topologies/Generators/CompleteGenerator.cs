using System.Collections.Immutable;
using Murmuration.Gossip.Topologies.Schedules;

namespace Murmuration.Gossip.Topologies.Generators;

/// <summary>Every pair of agents.</summary>
internal sealed class CompleteGenerator : ITopologyGenerator
{
    public ImmutableArray<Link> Draw(int agentCount, bool directed, SeededChance chance = default) =>
        LinkLists.BothWays(Pairs(agentCount), directed);

    /// <summary>All i &lt; j, ascending.</summary>
    public static IEnumerable<Link> Pairs(int agentCount)
    {
        for (var i = 0; i < agentCount; i++)
        {
            for (var j = i + 1; j < agentCount; j++)
            {
                yield return new Link(i, j);
            }
        }
    }
}
