namespace Murmuration.Agent.Configuration;

/// <content>Centres and leaders.</content>
internal static partial class RunOptionsValidator
{
    private static void Validate(ElasticOptions elastic, string source)
    {
        const string Key = "algorithm.elastic.";
        const string Positive = "must be positive";
        const string Share = "must lie in (0, 1]";
        RequireFinite(elastic.Beta ?? 1, double.Epsilon, double.MaxValue, source, Key + "beta", Positive);
        RequireFinite(elastic.Rho ?? 1, double.Epsilon, double.MaxValue, source, Key + "rho", Positive);
        Require(
            elastic.Beta is null || elastic.Rho is null, source, Key + "rho", elastic.Rho,
            "and beta say the same thing twice; leave one of them out");
        Require(elastic.TreePeriod >= 1, source, Key + "treePeriod", elastic.TreePeriod, "must be 1 or more rounds");
        RequireFinite(elastic.TreeRate ?? 1, double.Epsilon, 1, source, Key + "treeRate", Share);
        RequireFinite(elastic.AveragingRate, double.Epsilon, 1, source, Key + "averagingRate", Share);
        RequireFinite(
            elastic.Patience, 0, LongestSeconds, source, Key + "patience", "must lie in 0 … 1,000,000 seconds");
    }

    private static void Validate(LeaderOptions leader, string source)
    {
        const string Key = "algorithm.leader.";
        const string Share = "must lie in [0, 1]";
        Require(
            leader.Groups.All(static group => group is not null && group.All(static id => id is not null)),
            source, Key + "groups", "null", "is neither a group nor an agent; use lists of agent ids");
        RequireFinite(leader.Pull, 0, 1, source, Key + "pull", Share);
        RequireFinite(leader.PullGlobal, 0, 1 - leader.Pull, source, Key + "pullGlobal", "must lie in [0, 1 - pull]");
        RequireFinite(leader.StepPull, 0, 1, source, Key + "stepPull", Share);
        RequireFinite(leader.StepPullGlobal, 0, 1, source, Key + "stepPullGlobal", Share);
        Require(
            leader.GlobalPeriod >= 1, source, Key + "globalPeriod", leader.GlobalPeriod, "must be 1 or more rounds");
        Require(
            leader.LossWindow is >= 0 and <= 1000, source, Key + "lossWindow", leader.LossWindow,
            "must lie in 1 … 1000 steps, or be 0 for the present weights");
        RequireFinite(
            leader.Patience, 0, LongestSeconds, source, Key + "patience", "must lie in 0 … 1,000,000 seconds");
    }

    private static void RequireMomentum(AlgorithmOptions algorithm, string source)
    {
        Require(
            algorithm.Name is not (AlgorithmKind.Eamsgd or AlgorithmKind.MDownpour)
                || algorithm.Optimizer.Name is OptimizerKind.Nesterov or OptimizerKind.Sgd,
            source, "algorithm.optimizer.name", CamelCase(algorithm.Optimizer.Name),
            $"does not go with '{CamelCase(algorithm.Name)}', which is nesterov's momentum; use nesterov, or leave it "
            + "out");
        if (algorithm.Name == AlgorithmKind.MDownpour)
        {
            RequireBareGradients(algorithm.Optimizer, source);
        }
    }

    /// <summary>The workers of mDownpour take no steps: they bring gradients to a centre whose η stays.</summary>
    private static void RequireBareGradients(OptimizerOptions optimizer, string source)
    {
        const string Key = "algorithm.optimizer.";
        const string Rule = "is nothing that 'mDownpour' uses, whose centre steps with algorithm.eta and "
            + "optimizer.momentum alone; leave it out, or use eamsgd";
        Require(optimizer.WeightDecay == 0, source, Key + "weightDecay", optimizer.WeightDecay, Rule);
        Require(
            optimizer.Schedule == StepScheduleKind.Constant, source, Key + "schedule", CamelCase(optimizer.Schedule),
            Rule);
        Require(optimizer.WarmUp == 0, source, Key + "warmUp", optimizer.WarmUp, Rule);
    }

    private static void RequireAsynchronousForm(AlgorithmOptions algorithm, string source) =>
        Require(
            !algorithm.Asynchronous || algorithm.Name.MayBeAsynchronous(), source, "algorithm.asynchronous", "true",
            $"is nothing that '{CamelCase(algorithm.Name)}' can do; leave it out, or use easgd, eamsgd or lsgd");
}
