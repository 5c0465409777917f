using Murmuration.Agent.Algorithms.Decoupled;
using Murmuration.Agent.Algorithms.Elastic;
using Murmuration.Agent.Algorithms.Leaders;
using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Topologies;
using Murmuration.Kernels.Models;

namespace Murmuration.Agent.Algorithms;

/// <summary>The algorithms by name: the one place that a new algorithm is added to.</summary>
internal static class AlgorithmCatalog
{
    /// <summary>Makes the algorithm that the options name, for one agent.</summary>
    public static IAlgorithm Create(LocalProblem problem, AlgorithmOptions options, AgentPlace place) =>
        options.Name switch
        {
            AlgorithmKind.Next => new Next(problem, options),
            AlgorithmKind.Sonata => new Sonata(problem, options),
            AlgorithmKind.GradientTracking => new GradientTracking(problem, options),
            AlgorithmKind.DecentralizedSgd when options.TakesPlainSteps() => new DecentralizedSgd(problem, options),
            AlgorithmKind.DecentralizedSgd => new LocalSgd(problem, options),
            AlgorithmKind.D2 => new D2(problem, options),
            AlgorithmKind.Led => new LocalExactDiffusion(problem, options),
            AlgorithmKind.Kgt => new LocalGradientTracking(problem, options),
            AlgorithmKind.Diloco => new DiLoCo(problem, options, place.Schedule.Period ?? 1),
            AlgorithmKind.Noloco => new NoLoCo(problem, options),
            AlgorithmKind.Lsgd when options.Asynchronous => new AsynchronousLsgd(problem, options, place),
            AlgorithmKind.Lsgd => new Lsgd(problem, options, place),
            AlgorithmKind.Decoupled => new DecoupledTraining(problem, options, place),
            AlgorithmKind.LocalOnly => new LocalOnly(problem, options),
            _ => CentredAlgorithms.TryCreate(problem, options, place)
                ?? throw new ArgumentOutOfRangeException(nameof(options), options.Name, "no such algorithm"),
        };

    /// <summary>What one message of the algorithm carries: Q-vectors, and numbers beside them.</summary>
    public static (int Vectors, int Scalars) MessageShape(AlgorithmOptions options) => options.Name switch
    {
        AlgorithmKind.Next => (2, options.TauRule == TauRule.Adaptive ? AdaptiveProximalWeight.ScalarCount : 0),
        AlgorithmKind.Sonata => (2, 1),
        AlgorithmKind.GradientTracking or AlgorithmKind.Kgt or AlgorithmKind.Noloco => (2, 0),
        _ when UsesLetters(options) => (0, 0),
        AlgorithmKind.Easgd or AlgorithmKind.Eamsgd => (1, 1),
        AlgorithmKind.Lsgd => (0, 1),
        _ => (1, 0),
    };

    /// <summary>Most floats in a letter of an algorithm that sends letters, else 0.</summary>
    /// <param name="options">The algorithm.</param>
    /// <param name="model">The whole model.</param>
    /// <param name="schedule">Who takes part.</param>
    public static int LetterLength(AlgorithmOptions options, Model model, TopologySchedule schedule) =>
        options.Name switch
        {
            AlgorithmKind.Decoupled =>
                DecoupledTraining.LetterLength(model, schedule.Grid?.Modules ?? 1, options.Minibatch),
            AlgorithmKind.ADownpour or AlgorithmKind.MvaDownpour => 2 * model.WeightCount,
            _ => SendsLetters(options) ? model.WeightCount : 0,
        };

    /// <summary>Letters of a link, in each direction, that may wait to be taken.</summary>
    public static int LetterCapacity(AlgorithmOptions options) =>
        options.Name.CutsModel() ? DecoupledTraining.LetterCapacity : 4;

    /// <summary>Whether agents send letters to chosen neighbours instead of the messages of a round.</summary>
    public static bool UsesLetters(AlgorithmOptions options) =>
        options.Name.CutsModel()
        || options.Name.IsDownpour()
        || (options.Asynchronous && options.Name.MayBeAsynchronous());

    /// <summary>Whether agents send any letters, beside the messages of a round or instead of them.</summary>
    public static bool SendsLetters(AlgorithmOptions options) =>
        UsesLetters(options) || options.Name == AlgorithmKind.Lsgd;

    /// <summary>Whether the agents exchange anything at all.</summary>
    public static bool UsesNetwork(AlgorithmKind algorithm) => algorithm != AlgorithmKind.LocalOnly;
}
