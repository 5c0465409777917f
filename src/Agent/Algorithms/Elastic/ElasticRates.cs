using Murmuration.Agent.Configuration;

namespace Murmuration.Agent.Algorithms.Elastic;

/// <summary>The moving rates α of a tree's elastic links, the same at both ends of each.</summary>
/// <remarks>
/// A worker moves by α = η ρ, or by α = β/(d + 1) with d the links of the tree at the centre: with one centre and p
/// workers, the host's own among them, that is the paper's β/p. Two centres move by the smaller of their β/(d + 1), or
/// by the rate that the run file gives.
/// </remarks>
internal sealed class ElasticRates(ElasticTree tree, AlgorithmOptions options)
{
    /// <summary>The paper's sum of the rates at a centre.</summary>
    public const double DefaultBeta = 0.9;

    /// <summary>Rate of the workers that are attached to the centre of a host.</summary>
    public double OfWorkersAt(int host) => options.Elastic.Rho is { } rho ? options.Eta * rho : Share(host);

    /// <summary>Rate of the link between an agent and its parent.</summary>
    public double OfLinkAbove(int child)
    {
        var parent = tree.ParentOf(child);
        return !tree.IsHost(child)
            ? OfWorkersAt(parent)
            : options.Elastic.TreeRate ?? Math.Min(Share(child), Share(parent));
    }

    private double Share(int host) => (options.Elastic.Beta ?? DefaultBeta) / (tree.DegreeOf(host) + 1);
}
