using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Mixing;

/// <summary>Each link carries its own weight: c_ij = c_ji of an undirected link, a_ij of a directed link j →
/// i.</summary>
internal sealed class ExplicitWeights : IMixingRule
{
    public string Name => "explicit";

    public double WeightOf(Link link, Degrees degrees) =>
        link.Weight ?? throw new InvalidOperationException("A link has no weight of its own.");
}
