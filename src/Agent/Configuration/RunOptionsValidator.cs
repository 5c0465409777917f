using Murmuration.Kernels.Solvers;

namespace Murmuration.Agent.Configuration;

/// <summary>
/// Checks once, at start, that every number of a run file lies in its range; names the key that does not.
/// </summary>
internal static partial class RunOptionsValidator
{
    private const int WidestLayer = 1_000_000;

    /// <summary>Eleven days, which every timer can hold.</summary>
    private const double LongestSeconds = 1_000_000;

    /// <summary>Checks all options.</summary>
    /// <exception cref="ConfigurationException">A value is out of range.</exception>
    public static void Validate(RunOptions run, string source)
    {
        Require(
            run.Name.Length is > 0 and <= 64
                && run.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
                && run.Name[0] != '.',
            source,
            "name",
            run.Name,
            "must have 1 to 64 letters, digits, dots, dashes or underscores, and no dot first");
        Require(run.Rounds is >= 0 and <= 100_000_000, source, "rounds", run.Rounds, "must lie in 0 … 100,000,000");
        Require(run.EvaluateEvery >= 1, source, "evaluateEvery", run.EvaluateEvery, "must be 1 or more");
        Validate(run.Model, source);
        RequireFinite(run.Regularizer.L1, 0, double.MaxValue, source, "regularizer.l1", "must be 0 or more");
        RequireFinite(run.Regularizer.L2, 0, double.MaxValue, source, "regularizer.l2", "must be 0 or more");
        Validate(run.Algorithm, source);
        Validate(run.Algorithm, run.Algorithm.Parallel, source);
        Validate(run.Algorithm, run.Algorithm.Decoupled, source);
        Validate(run.Checkpoints, source);
        Validate(run.Stop, source);
        Validate(run.Links, source);
        RequireSmooth(run, source);
        RequireCountableSteps(run, source);
        Require(
            run.Algorithm.TauRule == TauRule.Constant
                || (run.Algorithm.Name == AlgorithmKind.Next && run.Regularizer.L1 == 0),
            source, "algorithm.tauRule", "adaptive", "works with algorithm 'next' and l1 = 0; use constant");
    }

    private static void Validate(ModelOptions model, string source)
    {
        const int mostLayers = 200;
        var hidden = model.Hidden ?? [];
        Require(hidden.Count <= 64, source, "model.hidden", hidden.Count, "has too many layers (at most 64)");
        foreach (var width in hidden)
        {
            Require(
                width is >= 1 and <= WidestLayer, source, "model.hidden", width, "is no layer width (1 … 1,000,000)");
        }

        var isPerceptron = model is { Preset: ModelPreset.Mlp, Layers: null };
        Require(
            model.Hidden is null || isPerceptron,
            source, "model.hidden", string.Join(", ", hidden), "belongs to a multilayer perceptron; leave it out");
        Require(
            model.Activation is null || isPerceptron,
            source, "model.activation", model.Activation, "belongs to a multilayer perceptron; leave it out");
        Require(
            model.Layers is null || model.Preset == ModelPreset.Mlp,
            source, "model.preset", model.Preset, "and model.layers exclude each other; leave one out");
        Require(
            model.Layers?.Count is null or (>= 1 and <= mostLayers),
            source, "model.layers", model.Layers?.Count ?? 0, $"layers; use 1 to {mostLayers}");
        Require(
            model.Layers?.Contains(null!) is not true, source, "model.layers", "null", "is no layer");
        Require(
            model.Image is null || (model.Image.Count == 3 && model.Image.All(extent => extent is >= 1 and <= 100_000)),
            source, "model.image", string.Join(", ", model.Image ?? []), "must be [channels, height, width]");
    }

    private static void Validate(AlgorithmOptions algorithm, string source)
    {
        Validate(algorithm.Elastic, source);
        Validate(algorithm.Leader, source);
        RequireMomentum(algorithm, source);
        RequireAsynchronousForm(algorithm, source);
        RequireFinite(algorithm.Tau, double.Epsilon, double.MaxValue, source, "algorithm.tau", "must be positive");
        RequireFinite(algorithm.Alpha, double.Epsilon, 1, source, "algorithm.alpha", "must lie in (0, 1]");
        RequireFinite(algorithm.Mu, 0, 1 - 1e-9, source, "algorithm.mu", "must lie in [0, 1)");
        RequireFinite(algorithm.Eta, double.Epsilon, double.MaxValue, source, "algorithm.eta", "must be positive");
        RequireFinite(algorithm.Tolerance, double.Epsilon, 1, source, "algorithm.tolerance", "must lie in (0, 1]");
        Require(algorithm.Blocks >= 1, source, "algorithm.blocks", algorithm.Blocks, "must be 1 or more");
        var (minibatch, inner, outer) = (algorithm.Minibatch, algorithm.InnerIterations, algorithm.OuterIterations);
        Require(minibatch >= 0, source, "algorithm.minibatch", minibatch, "must be 0 (all rows) or more");
        Require(inner is null or >= 1, source, "algorithm.innerIterations", inner, "must be 1 or more");
        Require(outer >= 1, source, "algorithm.outerIterations", outer, "must be 1 or more");
        var steps = algorithm.LocalSteps;
        Require(steps is >= 1 and <= 1_000_000, source, "algorithm.localSteps", steps, "must lie in 1 … 1,000,000");
        Validate(algorithm.Optimizer, source);
        RequireLocalSteps(algorithm, source);
        Validate(algorithm.Name, algorithm.Outer, source);
    }

    private static void Validate(CheckpointOptions checkpoints, string source)
    {
        var (every, keep) = (checkpoints.Every, checkpoints.Keep);
        Require(every >= 0, source, "checkpoints.every", every, "must be 0 (at the end only) or more");
        Require(keep >= 1, source, "checkpoints.keep", keep, "must be 1 or more");
    }

    private static void Validate(StopOptions stop, string source)
    {
        const string rule = "must be positive; leave it out to run all rounds";
        RequireFinite(stop.Cost ?? 1, double.Epsilon, double.MaxValue, source, "stop.cost", rule);
        RequireFinite(stop.Disagreement ?? 1, double.Epsilon, double.MaxValue, source, "stop.disagreement", rule);
    }

    private static void Validate(LinkOptions links, string source)
    {
        var (floor, ceiling, deadAfter) = (links.DeadlineFloor, links.DeadlineCeiling, links.DeadAfter);
        RequireFinite(
            floor, double.Epsilon, LongestSeconds, source, "links.deadlineFloor", "must lie in (0, 1,000,000] seconds");
        RequireFinite(
            ceiling, floor, LongestSeconds, source, "links.deadlineCeiling",
            "must lie between links.deadlineFloor and 1,000,000 seconds");
        RequireFinite(
            deadAfter, 0, LongestSeconds, source, "links.deadAfter", "must lie in 0 (never) … 1,000,000 seconds");
    }

    private static void RequireSmooth(RunOptions run, string source)
    {
        if (run.Regularizer.L1 == 0)
        {
            return;
        }

        Require(
            run.Algorithm.Name.IsProximal(),
            source, "regularizer.l1", run.Regularizer.L1, "needs a proximal algorithm; use next or sonata, or 0");
        Require(
            run.Algorithm.Surrogate == SurrogateKind.Full
                || run.Algorithm.Solver is SolverKind.Auto or SolverKind.ProximalGradient,
            source, "algorithm.solver", run.Algorithm.Solver, "cannot handle l1; use auto or proximalGradient");
    }

    private static void RequireFinite(
        double value, double least, double most, string source, string key, string rule) =>
        Require(double.IsFinite(value) && value >= least && value <= most, source, key, value, rule);

    private static void Require<T>(bool holds, string source, string key, T value, string rule)
    {
        if (!holds)
        {
            throw new ConfigurationException($"{source}: key '{key}': {value} {rule}");
        }
    }
}
