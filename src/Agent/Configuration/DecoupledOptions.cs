namespace Murmuration.Agent.Configuration;

/// <summary>
/// The key <c>algorithm.decoupled</c> of a run file: training of a model that is cut into modules, one at each agent of
/// a chain.
/// </summary>
internal sealed record DecoupledOptions
{
    /// <summary>At which weights a late gradient is taken.</summary>
    public StaleWeights Weights { get; init; } = StaleWeights.Stashed;

    /// <summary>Gradient shrinking β, in (0, 1]: slopes are multiplied by it where they pass from a module to the one
    /// before, so that module k of K sees β^(K − k) of them; 1 changes nothing.</summary>
    public double Shrink { get; init; } = 1;

    /// <summary>How the agents that hold the same module agree on its weights.</summary>
    public ModuleAverage Average { get; init; } = ModuleAverage.Gossip;
}
