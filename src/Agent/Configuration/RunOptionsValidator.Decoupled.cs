namespace Murmuration.Agent.Configuration;

/// <content>Models that are cut into modules.</content>
internal static partial class RunOptionsValidator
{
    private static void Validate(AlgorithmOptions algorithm, DecoupledOptions decoupled, string source)
    {
        RequireFinite(
            decoupled.Shrink, double.Epsilon, 1, source, "algorithm.decoupled.shrink", "must lie in (0, 1]");
        if (!algorithm.Name.CutsModel())
        {
            return;
        }

        Require(
            algorithm.Minibatch >= 1, source, "algorithm.minibatch", algorithm.Minibatch,
            "must be 1 or more: minibatches follow each other through the modules");
        Require(
            algorithm.Optimizer.Name != OptimizerKind.Nesterov, source, "algorithm.optimizer.name", "nesterov",
            "looks ahead, which late gradients cannot; use sgd, momentum or adamW");
    }
}
