using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Algorithms.Elastic;

/// <summary>
/// Who holds a centre and who is attached to whom: the breadth-first tree from the root over the links that the
/// schedule ever has between agents that take part, ties by index. A pure function of its arguments, so that all agents
/// that know the same make the same tree.
/// </summary>
/// <remarks>
/// The root and every agent with children hold a centre, to which their own worker and their children are attached: a
/// child without children by its worker, any other by its centre. From a star comes plain EASGD, one centre with
/// everybody's worker, the host's own among them; from anything deeper EASGD Tree (S. Zhang, arXiv 1605.02216).
/// </remarks>
internal sealed class ElasticTree
{
    private const int Nobody = -1;

    private readonly int[] _parents;
    private readonly List<int>[] _children;

    private ElasticTree(int root, int[] parents, List<int>[] children)
    {
        (Root, _parents, _children) = (root, parents, children);
        Fingerprint = Digest(parents);
    }

    /// <summary>The agent that holds the topmost centre, −1 when nobody takes part.</summary>
    public int Root { get; }

    /// <summary>A number that is equal for equal trees and, but for one chance in 2⁵², for no others; exact as a
    /// float64.</summary>
    public double Fingerprint { get; }

    /// <summary>The tree over those who take part.</summary>
    /// <param name="schedule">The links.</param>
    /// <param name="takesPart">By agent index.</param>
    /// <param name="centre">Id of the root where it takes part; null for the agent with most links.</param>
    public static ElasticTree Of(TopologySchedule schedule, IReadOnlyList<bool> takesPart, string? centre)
    {
        var count = schedule.Agents.Count;
        var parents = Enumerable.Repeat(Nobody, count).ToArray();
        var children = Enumerable.Range(0, count).Select(_ => new List<int>()).ToArray();
        var root = RootOf(schedule, takesPart, centre);
        if (root != Nobody)
        {
            Grow(root, schedule, takesPart, parents, children);
        }

        return new(root, parents, children);
    }

    /// <summary>The tree over all agents of the options' topology.</summary>
    public static ElasticTree OfAll(TopologySchedule schedule, ElasticOptions options) =>
        Of(schedule, [.. Enumerable.Repeat(true, schedule.Agents.Count)], options.Centre);

    /// <summary>The agent above, −1 for the root and for those that no link joins with it.</summary>
    public int ParentOf(int agentIndex) => _parents[agentIndex];

    /// <summary>The agents below, ascending.</summary>
    public IReadOnlyList<int> ChildrenOf(int agentIndex) => _children[agentIndex];

    /// <summary>Whether the agent holds a centre.</summary>
    public bool IsHost(int agentIndex) => agentIndex == Root || _children[agentIndex].Count > 0;

    /// <summary>Links of the tree at an agent.</summary>
    public int DegreeOf(int agentIndex) => _children[agentIndex].Count + (_parents[agentIndex] == Nobody ? 0 : 1);

    private static int RootOf(TopologySchedule schedule, IReadOnlyList<bool> takesPart, string? centre)
    {
        if (centre is not null && schedule.IndexOf(centre) is >= 0 and var named && takesPart[named])
        {
            return named;
        }

        var (root, most) = (Nobody, -1);
        for (var agent = 0; agent < takesPart.Count; agent++)
        {
            var links = takesPart[agent] ? schedule.EverNeighbours(agent).Count(other => takesPart[other]) : -1;
            (root, most) = links > most ? (agent, links) : (root, most);
        }

        return root;
    }

    private static void Grow(
        int root, TopologySchedule schedule, IReadOnlyList<bool> takesPart, int[] parents, List<int>[] children)
    {
        var waiting = new Queue<int>([root]);
        while (waiting.TryDequeue(out var above))
        {
            foreach (var below in schedule.EverNeighbours(above))
            {
                if (takesPart[below] && below != root && parents[below] == Nobody)
                {
                    parents[below] = above;
                    children[above].Add(below);
                    waiting.Enqueue(below);
                }
            }
        }
    }

    /// <summary>FNV-1a over the parents, folded to the 52 bits that a float64 holds.</summary>
    private static double Digest(int[] parents)
    {
        var digest = 14695981039346656037UL;
        foreach (var parent in parents)
        {
            digest = (digest ^ (uint)parent) * 1099511628211UL;
        }

        return (digest ^ (digest >> 52)) & ((1UL << 52) - 1);
    }
}
