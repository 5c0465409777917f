using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Mixing;

/// <summary>a_ij = 1 / (1 + outdegree of j) for a directed link j → i: every sender splits evenly among itself and its
/// out-neighbours, so columns sum to one, which push-sum needs (D. Kempe, A. Dobra, J. Gehrke, "Gossip-based
/// computation of aggregate information", FOCS 2003).</summary>
internal sealed class PushWeights : IMixingRule
{
    public string Name => "push";

    public double WeightOf(Link link, Degrees degrees) => 1.0 / (1 + degrees.Outgoing[link.From]);
}
