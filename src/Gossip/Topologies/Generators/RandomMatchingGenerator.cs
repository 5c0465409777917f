using System.Collections.Immutable;
using Murmuration.Gossip.Topologies.Schedules;

namespace Murmuration.Gossip.Topologies.Generators;

/// <summary>Pairs of agents by a random permutation (R. Fisher, F. Yates, 1938): the first with the second, the third
/// with the fourth, and so on; with an odd number of agents one is left alone.</summary>
internal sealed class RandomMatchingGenerator : ITopologyGenerator
{
    public bool IsRandom => true;

    public bool DrawsEveryRound => true;

    public ImmutableArray<Link> Draw(int agentCount, bool directed, SeededChance chance = default)
    {
        int[] order = [.. Enumerable.Range(0, agentCount)];
        for (var last = agentCount - 1; last > 0; last--)
        {
            var other = chance.Next(last + 1);
            (order[last], order[other]) = (order[other], order[last]);
        }

        var pairs = Enumerable.Range(0, agentCount / 2).Select(k => new Link(order[2 * k], order[(2 * k) + 1]));
        return LinkLists.BothWays(pairs, directed);
    }
}
