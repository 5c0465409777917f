namespace Murmuration.Agent.Configuration;

/// <content>Threads that share local steps.</content>
internal static partial class RunOptionsValidator
{
    private static void Validate(AlgorithmOptions algorithm, ParallelStepsOptions parallel, string source)
    {
        const string Key = "algorithm.parallel.";
        Require(
            parallel.Threads is null or (>= 1 and <= 1024), source, Key + "threads", parallel.Threads,
            "must lie in 1 … 1,024; leave it out to use all threads of the agent");
        Require(parallel.WarmSteps >= 0, source, Key + "warmSteps", parallel.WarmSteps, "must be 0 or more");
        var isOff = parallel.Name == ParallelKind.None;
        var name = CamelCase(parallel.Name);
        Require(
            isOff || (algorithm.Name.TakesLocalSteps() && !algorithm.Name.CutsModel()), source, Key + "name", name,
            $"is for algorithms with local steps on whole models, not for '{CamelCase(algorithm.Name)}'; use none");
        Require(
            isOff || algorithm.Name != AlgorithmKind.Eamsgd, source, Key + "name", name,
            "has no step ahead, which eamsgd takes; use none, or easgd with the optimizer momentum");
        Require(
            isOff || algorithm.Optimizer.Name is OptimizerKind.Sgd or OptimizerKind.Momentum,
            source, "algorithm.optimizer.name", CamelCase(algorithm.Optimizer.Name),
            $"does not work with algorithm.parallel.name={name}; use sgd or momentum");
    }
}
