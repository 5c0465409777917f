using System.Collections.Immutable;
using System.Numerics;
using Murmuration.Gossip.Topologies.Schedules;

namespace Murmuration.Gossip.Topologies.Generators;

/// <summary>One link per agent and round to distances that double (B. Ying, K. Yuan, Y. Chen, H. Hu, P. Pan, W. Yin,
/// "Exponential graph is provably efficient for decentralized deep training", NeurIPS 2021): directed, agent i sends to
/// i + 2^t modulo n in round t of ⌈log₂ n⌉; undirected, for n a power of two, i meets the agent whose index differs in
/// bit t, which makes a hypercube. With weights of one half both average exactly in one period when n is a power of
/// two.</summary>
internal sealed class OnePeerExponentialGenerator : IGenerator
{
    public ImmutableArray<ImmutableArray<Link>> DrawPeriod(int agentCount, bool directed, int seed)
    {
        if (!directed && !BitOperations.IsPow2(agentCount))
        {
            throw new TopologyException(
                $"{agentCount} agents are no power of two, as onePeerExponential needs for undirected links; use "
                + "baseGraph, which takes any number, or set \"directed\": true.");
        }

        var rounds = Math.Max(1, BitOperations.Log2((uint)agentCount * 2 - 1));
        return [.. Enumerable.Range(0, rounds).Select(t => Round(agentCount, 1 << t, directed))];
    }

    private static ImmutableArray<Link> Round(int agentCount, int distance, bool directed) =>
        LinkLists.Canonical(
            Enumerable.Range(0, agentCount)
                .Select(i => new Link(i, directed ? (i + distance) % agentCount : i ^ distance))
                .Where(link => link.From != link.To && link.To < agentCount),
            directed);
}
