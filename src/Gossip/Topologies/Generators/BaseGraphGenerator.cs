using System.Collections.Immutable;
using Murmuration.Gossip.Topologies.Schedules;

namespace Murmuration.Gossip.Topologies.Generators;

/// <summary>A period of rounds, each agent with at most k links in a round, that averages exactly for any number of
/// agents (the base-(k+1) graph of Takezawa et al. 2023, algorithm 3). It is the simple one, or this where it is
/// shorter: with n = p q, where p has the prime factors of at most k + 1, p groups of q agents average by a simple base
/// graph each, and then q groups of p, one of each of them, by a hypercube.</summary>
internal sealed class BaseGraphGenerator(int degree) : IGenerator
{
    public bool GivesWeights => true;

    /// <summary>An upper bound of the links of all rounds.</summary>
    public static long LargestLinkCount(int agentCount, int degree) =>
        (long)agentCount * degree / 2 * Math.Min(
            SimpleBaseGraph.RoundCount(agentCount, degree), SplitRoundCount(agentCount, degree));

    public ImmutableArray<ImmutableArray<Link>> DrawPeriod(int agentCount, bool directed, int seed)
    {
        if (directed)
        {
            throw new TopologyException("the links of baseGraph go both ways; leave \"directed\" out.");
        }

        int[] agents = [.. Enumerable.Range(0, agentCount)];
        var isSplitShorter = SplitRoundCount(agentCount, degree) < SimpleBaseGraph.RoundCount(agentCount, degree);
        var rounds = isSplitShorter ? Split(agents) : SimpleBaseGraph.Rounds(agents, degree);
        return rounds.Count == 0 ? [[]] : [.. rounds.Select(links => LinkLists.Canonical(links, directed: false))];
    }

    private static int SplitRoundCount(int agentCount, int degree)
    {
        var smooth = SmoothPart(agentCount, degree);
        return SimpleBaseGraph.RoundCount(agentCount / smooth, degree) + Hypercube.Factors(smooth, degree + 1)!.Count;
    }

    private List<List<Link>> Split(int[] agents)
    {
        var groups = SmoothPart(agents.Length, degree);
        var size = agents.Length / groups;
        return
        [
            .. AtOnce(agents.Chunk(size), group => SimpleBaseGraph.Rounds(group, degree)),
            .. AtOnce(
                agents.GroupBy(agent => agent % size).Select(group => group.ToArray()),
                group => Hypercube.Rounds(group, degree)),
        ];
    }

    /// <summary>Equally many rounds in every group, all groups side by side.</summary>
    private static IEnumerable<List<Link>> AtOnce(
        IEnumerable<int[]> groups, Func<IReadOnlyList<int>, List<List<Link>>> rounds)
    {
        var all = groups.Select(rounds).ToList();
        return Enumerable.Range(0, all[0].Count).Select(round => all.SelectMany(one => one[round]).ToList());
    }

    /// <summary>The largest divisor of n without a prime factor above k + 1.</summary>
    private static int SmoothPart(int agentCount, int degree)
    {
        var smooth = 1;
        for (var factor = 2; factor <= degree + 1; factor++)
        {
            for (; agentCount % factor == 0; agentCount /= factor)
            {
                smooth *= factor;
            }
        }

        return smooth;
    }
}
