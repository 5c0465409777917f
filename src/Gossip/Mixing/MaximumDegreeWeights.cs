using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Mixing;

/// <summary>c_ij = 1 / (1 + d) with d the largest degree of the round: doubly stochastic, the same weight on every
/// link.</summary>
internal sealed class MaximumDegreeWeights : IMixingRule
{
    public string Name => "maximumDegree";

    public double WeightOf(Link link, Degrees degrees) => 1.0 / (1 + degrees.Maximum);
}
