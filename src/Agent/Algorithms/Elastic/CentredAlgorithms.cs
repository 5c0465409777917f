using Murmuration.Agent.Configuration;

namespace Murmuration.Agent.Algorithms.Elastic;

/// <summary>The algorithms with a centre by name.</summary>
internal static class CentredAlgorithms
{
    /// <summary>The paper's momentum δ of EAMSGD and MDOWNPOUR.</summary>
    public const double PaperMomentum = 0.99;

    /// <summary>Makes the algorithm that the options name; null when it is none of these.</summary>
    public static IAlgorithm? TryCreate(LocalProblem problem, AlgorithmOptions options, AgentPlace place) =>
        options.Name switch
        {
            AlgorithmKind.Easgd => Elastic(problem, options, place),
            AlgorithmKind.Eamsgd => Elastic(problem, WithMomentum(options), place),
            AlgorithmKind.Downpour => Downpour.Plain(problem, options, place),
            AlgorithmKind.ADownpour => Downpour.Averaged(problem, options, place, rate: null),
            AlgorithmKind.MvaDownpour =>
                Downpour.Averaged(problem, options, place, options.Elastic.AveragingRate),
            AlgorithmKind.MDownpour => new MomentumDownpour(problem, options, place, Momentum(options)),
            _ => null,
        };

    private static IAlgorithm Elastic(LocalProblem problem, AlgorithmOptions options, AgentPlace place) =>
        options.Asynchronous
            ? new AsynchronousEasgd(problem, options, place)
            : new Easgd(problem, options, place);

    /// <summary>EAMSGD is EASGD with nesterov; without a word on that, with the paper's momentum.</summary>
    private static AlgorithmOptions WithMomentum(AlgorithmOptions options) => options with
    {
        Optimizer = options.Optimizer with { Name = OptimizerKind.Nesterov, Momentum = Momentum(options) },
    };

    private static double Momentum(AlgorithmOptions options) => options.Optimizer.Momentum
        ?? (options.Optimizer.Name == OptimizerKind.Nesterov ? OptimizerOptions.DefaultMomentum : PaperMomentum);
}
