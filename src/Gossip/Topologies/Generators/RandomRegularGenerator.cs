using System.Collections.Immutable;
using Murmuration.Gossip.Topologies.Schedules;

namespace Murmuration.Gossip.Topologies.Generators;

/// <summary>Every agent with the same number of neighbours, by pairing free ends at random and pairing again those that
/// do not fit (A. Steger, N. Wormald, "Generating random regular graphs quickly", Combin. Probab. Comput. 8(4), 1999).
/// A dense graph is drawn as the complement of a sparse one.</summary>
internal sealed class RandomRegularGenerator(int degree) : ITopologyGenerator
{
    private const int LargestAttemptCount = 1000;
    private const int LargestFruitlessCount = 20;

    public bool IsRandom => true;

    public ImmutableArray<Link> Draw(int agentCount, bool directed, SeededChance chance = default)
    {
        var dense = 2 * degree > agentCount - 1;
        var drawn = DrawRegular(agentCount, dense ? agentCount - 1 - degree : degree, ref chance);
        var links = dense ? CompleteGenerator.Pairs(agentCount).Where(link => !drawn.Contains(link)) : drawn;
        return LinkLists.BothWays(links, directed);
    }

    private static HashSet<Link> DrawRegular(int agentCount, int degree, ref SeededChance chance)
    {
        for (var attempt = 0; attempt < LargestAttemptCount; attempt++)
        {
            if (TryPair(agentCount, degree, ref chance) is { } links)
            {
                return links;
            }
        }

        throw new TopologyException(
            $"no {degree}-regular topology of {agentCount} agents found; choose another degree or seed.");
    }

    private static HashSet<Link>? TryPair(int agentCount, int degree, ref SeededChance chance)
    {
        var links = new HashSet<Link>();
        int[] ends = [.. Enumerable.Range(0, agentCount * degree).Select(end => end % agentCount)];
        for (var fruitless = 0; ends.Length > 0 && fruitless < LargestFruitlessCount; fruitless++)
        {
            var left = PairUp(ends, links, ref chance);
            if (left.Length < ends.Length)
            {
                fruitless = 0;
            }

            ends = left;
        }

        return ends.Length == 0 ? links : null;
    }

    /// <summary>Links the ends two by two in random order; gives back those that would make a loop or a double
    /// link.</summary>
    private static int[] PairUp(int[] ends, HashSet<Link> links, ref SeededChance chance)
    {
        for (var last = ends.Length - 1; last > 0; last--)
        {
            var other = chance.Next(last + 1);
            (ends[last], ends[other]) = (ends[other], ends[last]);
        }

        var left = new List<int>();
        for (var at = 0; at < ends.Length; at += 2)
        {
            var link = new Link(ends[at], ends[at + 1]).Normalized(directed: false);
            if (link.From == link.To || !links.Add(link))
            {
                left.AddRange([ends[at], ends[at + 1]]);
            }
        }

        return [.. left];
    }
}
