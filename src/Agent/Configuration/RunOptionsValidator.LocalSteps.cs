namespace Murmuration.Agent.Configuration;

/// <content>Local steps and their optimizer.</content>
internal static partial class RunOptionsValidator
{
    private static void Validate(OptimizerOptions optimizer, string source)
    {
        const string Key = "algorithm.optimizer.";
        const string Share = "must lie in [0, 1)";
        const double BelowOne = 1 - 1e-9;
        RequireFinite(optimizer.Momentum ?? 0, 0, BelowOne, source, Key + "momentum", Share);
        RequireFinite(optimizer.WeightDecay, 0, double.MaxValue, source, Key + "weightDecay", "must be 0 or more");
        RequireFinite(optimizer.Beta1, 0, BelowOne, source, Key + "beta1", Share);
        RequireFinite(optimizer.Beta2, 0, BelowOne, source, Key + "beta2", Share);
        RequireFinite(optimizer.Epsilon, double.Epsilon, 1, source, Key + "epsilon", "must lie in (0, 1]");
        RequireFinite(optimizer.Decay, double.Epsilon, 1, source, Key + "decay", "must lie in (0, 1]");
        Require(optimizer.WarmUp >= 0, source, Key + "warmUp", optimizer.WarmUp, "must be 0 (none) or more");
        Require(
            optimizer.Steps is null or >= 1, source, Key + "steps", optimizer.Steps,
            "must be 1 or more; leave it out for the end of the run");
        ValidateFalls(optimizer, source);
    }

    private static void ValidateFalls(OptimizerOptions optimizer, string source)
    {
        var (every, milestones) = (optimizer.DecayEvery, optimizer.Milestones);
        Require(
            every >= 0, source, "algorithm.optimizer.decayEvery", every, "must be 1 or more, or 0 with milestones");
        Require(
            milestones.Zip(milestones.Skip(1)).All(pair => pair.First < pair.Second)
                && (milestones.Count == 0 || milestones[0] > 0),
            source, "algorithm.optimizer.milestones", $"[{string.Join(", ", milestones)}]",
            "must be positive and ascend");
        Require(
            optimizer.Schedule != StepScheduleKind.Step || (every > 0) != (milestones.Count > 0),
            source, "algorithm.optimizer.schedule", "step", "needs one of decayEvery and milestones");
    }

    private static void RequireLocalSteps(AlgorithmOptions algorithm, string source)
    {
        var names = string.Join(", ", Enum.GetValues<AlgorithmKind>().Where(TakesSteps).Select(CamelCase));
        Require(
            algorithm.LocalSteps == 1 || algorithm.Name.TakesLocalSteps(),
            source, "algorithm.localSteps", algorithm.LocalSteps,
            $"is more than '{CamelCase(algorithm.Name)}' takes; use 1, or one of {names}");
        Require(
            algorithm.Optimizer.IsPlain() || algorithm.Name.TakesOptimizer(),
            source, "algorithm.optimizer", CamelCase(algorithm.Optimizer.Name),
            $"is nothing that '{CamelCase(algorithm.Name)}' uses; leave it out, or use one of {names}");

        Require(
            !algorithm.Name.CorrectsSteps() || algorithm.Optimizer.Name == OptimizerKind.Sgd,
            source, "algorithm.optimizer.name", CamelCase(algorithm.Optimizer.Name),
            $"takes steps that {CamelCase(algorithm.Name)} cannot correct; use sgd");

        static bool TakesSteps(AlgorithmKind kind) => kind.TakesLocalSteps();
    }

    private static void Validate(AlgorithmKind algorithm, OuterOptions outer, string source)
    {
        const string Key = "algorithm.outer.";
        RequireFinite(outer.Eta ?? 1, double.Epsilon, double.MaxValue, source, Key + "eta", "must be positive");
        RequireFinite(outer.Momentum ?? 0, 0, 1 - 1e-9, source, Key + "momentum", "must lie in [0, 1)");
        RequireFinite(outer.Gamma ?? 0, 0, double.MaxValue, source, Key + "gamma", "must be 0 or more");
        RequireUse(
            outer.Eta, algorithm, [AlgorithmKind.Kgt, AlgorithmKind.Diloco, AlgorithmKind.Noloco], source, Key + "eta");
        RequireUse(
            outer.Momentum, algorithm, [AlgorithmKind.Diloco, AlgorithmKind.Noloco], source, Key + "momentum");
        RequireUse(outer.Gamma, algorithm, [AlgorithmKind.Noloco], source, Key + "gamma");
    }

    private static void RequireUse(
        double? value, AlgorithmKind algorithm, AlgorithmKind[] users, string source, string key) =>
        Require(
            value is null || users.Contains(algorithm), source, key, value,
            $"is nothing that '{CamelCase(algorithm)}' uses, only {string.Join(", ", users.Select(CamelCase))}; "
            + "leave it out");

    /// <summary>Steps are numbered through the whole run.</summary>
    private static void RequireCountableSteps(RunOptions run, string source) =>
        Require(
            (long)run.Rounds * run.Algorithm.LocalSteps <= int.MaxValue, source, "rounds", run.Rounds,
            $"times algorithm.localSteps = {run.Algorithm.LocalSteps} are too many steps (at most 2,147,483,647)");

    private static string CamelCase<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName($"{value}");
}
