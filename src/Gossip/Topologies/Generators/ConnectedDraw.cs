using System.Collections.Immutable;

namespace Murmuration.Gossip.Topologies.Generators;

/// <summary>One topology from a generator that stands for the whole run.</summary>
internal static class ConnectedDraw
{
    private const int LargestDrawCount = 1000;

    /// <summary>The generator's links; of a random one, the first draw of a seed that is connected (strongly when
    /// directed).</summary>
    public static ImmutableArray<Link> DrawConnected(
        this ITopologyGenerator generator, int agentCount, bool directed, int seed)
    {
        if (!generator.IsRandom)
        {
            return generator.Draw(agentCount, directed);
        }

        for (var draw = 0; draw < LargestDrawCount; draw++)
        {
            var links = generator.Draw(agentCount, directed, new SeededChance(seed, draw));
            if (new Connectivity(agentCount, directed, links).IsConnected)
            {
                return links;
            }
        }

        throw new TopologyException(
            $"none of {LargestDrawCount} draws is connected; raise the probability or the degree, "
            + "or set \"everyRound\": true, which only needs draws that connect the agents over time.");
    }
}
