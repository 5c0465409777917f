using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Algorithms;

/// <summary>The algorithms by name: the one place that a new algorithm is added to.</summary>
internal static class AlgorithmCatalog
{
    /// <summary>Makes the algorithm that the options name.</summary>
    public static IAlgorithm Create(LocalProblem problem, AlgorithmOptions options) => options.Name switch
    {
        AlgorithmKind.Next => new Next(problem, options),
        AlgorithmKind.Sonata => new Sonata(problem, options),
        AlgorithmKind.GradientTracking => new GradientTracking(problem, options),
        AlgorithmKind.DecentralizedSgd => new DecentralizedSgd(problem, options),
        AlgorithmKind.LocalOnly => new LocalOnly(problem, options),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Name, "no such algorithm"),
    };

    /// <summary>What one message of the algorithm carries: Q-vectors, and numbers beside them.</summary>
    public static (int Vectors, int Scalars) MessageShape(AlgorithmOptions options) => options.Name switch
    {
        AlgorithmKind.Next => (2, options.TauRule == TauRule.Adaptive ? AdaptiveProximalWeight.ScalarCount : 0),
        AlgorithmKind.Sonata => (2, 1),
        AlgorithmKind.GradientTracking => (2, 0),
        _ => (1, 0),
    };

    /// <summary>Whether the agents exchange anything at all.</summary>
    public static bool UsesNetwork(AlgorithmKind algorithm) => algorithm != AlgorithmKind.LocalOnly;

    /// <summary>Refuses a directed schedule for an algorithm that needs doubly stochastic weights.</summary>
    /// <exception cref="ConfigurationException">They do not fit.</exception>
    public static void RequireFit(AlgorithmKind algorithm, TopologySchedule schedule)
    {
        if (schedule.Directed && algorithm is not (AlgorithmKind.Sonata or AlgorithmKind.LocalOnly))
        {
            throw new ConfigurationException(
                $"the topology '{schedule.Name}' is directed: use algorithm.name=sonata, which needs no links back");
        }
    }
}
