using System.Text.Json;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Mixing;

/// <summary>C = I − ε L with the graph Laplacian L of the round, so c_ij = ε on every link; doubly stochastic with a
/// positive diagonal when ε is below 1 / (largest degree) (R. Olfati-Saber, J. Fax, R. Murray, "Consensus and
/// cooperation in networked multi-agent systems", Proc. IEEE 95(1), 2007, section II.C).</summary>
internal sealed class LaplacianWeights(double epsilon) : IMixingRule
{
    public string Name => "laplacian";

    /// <summary>The weight of every link in every round.</summary>
    public double Epsilon => epsilon;

    public double WeightOf(Link link, Degrees degrees) => epsilon;

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber(Name, epsilon);
        writer.WriteEndObject();
    }
}
