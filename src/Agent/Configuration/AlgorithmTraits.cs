namespace Murmuration.Agent.Configuration;

/// <summary>What an algorithm can be combined with, as far as a run file decides it.</summary>
internal static class AlgorithmTraits
{
    /// <summary>Whether it can take several gradient steps in a round, and by any optimizer.</summary>
    public static bool TakesLocalSteps(this AlgorithmKind algorithm) =>
        algorithm is AlgorithmKind.DecentralizedSgd or AlgorithmKind.Led or AlgorithmKind.Kgt or AlgorithmKind.Diloco
            or AlgorithmKind.Noloco or AlgorithmKind.Easgd or AlgorithmKind.Eamsgd or AlgorithmKind.Downpour
            or AlgorithmKind.ADownpour or AlgorithmKind.MvaDownpour or AlgorithmKind.Lsgd or AlgorithmKind.Decoupled;

    /// <summary>Whether an optimizer means anything to it.</summary>
    public static bool TakesOptimizer(this AlgorithmKind algorithm) =>
        algorithm.TakesLocalSteps() || algorithm == AlgorithmKind.MDownpour;

    /// <summary>Whether the agents of a chain each hold a module of the model, which the topology's grid
    /// says.</summary>
    public static bool CutsModel(this AlgorithmKind algorithm) => algorithm is AlgorithmKind.Decoupled;

    /// <summary>Whether its local steps are corrected towards the network's gradient, which asks for plain descent and
    /// the same corrections at all agents.</summary>
    public static bool CorrectsSteps(this AlgorithmKind algorithm) =>
        algorithm is AlgorithmKind.Kgt or AlgorithmKind.Led;

    /// <summary>Whether it needs the same mixing matrix in every round.</summary>
    public static bool NeedsFixedMixing(this AlgorithmKind algorithm) =>
        algorithm is AlgorithmKind.D2 or AlgorithmKind.Led;

    /// <summary>Whether it takes regularizers that have no gradient.</summary>
    public static bool IsProximal(this AlgorithmKind algorithm) =>
        algorithm is AlgorithmKind.Next or AlgorithmKind.Sonata or AlgorithmKind.LocalOnly;

    /// <summary>Whether workers gather around a centre variable.</summary>
    public static bool HasCentre(this AlgorithmKind algorithm) =>
        algorithm is AlgorithmKind.Easgd or AlgorithmKind.Eamsgd || algorithm.IsDownpour();

    /// <summary>Whether it is one of the DOWNPOUR family.</summary>
    public static bool IsDownpour(this AlgorithmKind algorithm) =>
        algorithm is AlgorithmKind.Downpour or AlgorithmKind.ADownpour or AlgorithmKind.MvaDownpour
            or AlgorithmKind.MDownpour;

    /// <summary>Whether there is a form of it without common rounds.</summary>
    public static bool MayBeAsynchronous(this AlgorithmKind algorithm) =>
        algorithm is AlgorithmKind.Easgd or AlgorithmKind.Eamsgd or AlgorithmKind.Lsgd || algorithm.IsDownpour();

    /// <summary>Whether every step is w ← w − η h(w) with the same η.</summary>
    public static bool IsPlain(this OptimizerOptions optimizer) => optimizer is
    {
        Name: OptimizerKind.Sgd, WeightDecay: 0, Schedule: StepScheduleKind.Constant, WarmUp: 0,
    };

    /// <summary>Whether a round is one such step, by all threads together.</summary>
    public static bool TakesPlainSteps(this AlgorithmOptions algorithm) =>
        algorithm.LocalSteps == 1 && algorithm.Optimizer.IsPlain() && algorithm.Parallel.Name == ParallelKind.None;
}
