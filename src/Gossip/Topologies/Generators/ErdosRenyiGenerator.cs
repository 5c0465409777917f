using System.Collections.Immutable;
using Murmuration.Gossip.Topologies.Schedules;

namespace Murmuration.Gossip.Topologies.Generators;

/// <summary>Every pair by its own coin: the random graph G(n, p) (E. Gilbert, "Random graphs", Ann. Math. Statist.
/// 30(4), 1959).</summary>
internal sealed class ErdosRenyiGenerator(double probability) : ITopologyGenerator
{
    public bool IsRandom => true;

    public ImmutableArray<Link> Draw(int agentCount, bool directed, SeededChance chance = default)
    {
        var links = new List<Link>();
        foreach (var pair in CompleteGenerator.Pairs(agentCount))
        {
            if (chance.NextDouble() < probability)
            {
                links.Add(pair);
            }

            if (directed && chance.NextDouble() < probability)
            {
                links.Add(new Link(pair.To, pair.From));
            }
        }

        return LinkLists.Canonical(links, directed);
    }
}
