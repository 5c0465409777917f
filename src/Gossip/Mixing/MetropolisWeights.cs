using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Mixing;

/// <summary>c_ij = 1 / (1 + max(deg i, deg j)): doubly stochastic, and each agent needs only its neighbours' degrees
/// (L. Xiao, S. Boyd, S. Lall, "A scheme for robust distributed sensor fusion based on average consensus", IPSN 2005,
/// section 4).</summary>
internal sealed class MetropolisWeights : IMixingRule
{
    public string Name => "metropolis";

    public double WeightOf(Link link, Degrees degrees) =>
        1.0 / (1 + Math.Max(degrees.Incoming[link.From], degrees.Incoming[link.To]));
}
