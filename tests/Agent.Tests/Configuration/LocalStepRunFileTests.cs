using Murmuration.Agent.Configuration;

namespace Murmuration.Agent.Tests.Configuration;

/// <summary>Run files of threads on shared weights and of models cut into modules.</summary>
public sealed class LocalStepRunFileTests
{
    [Fact]
    public void Threads_and_modules_are_read()
    {
        var threads = Load(
            "algorithm.name=decentralizedSgd",
            "algorithm.parallel.name=passmPlus",
            "algorithm.parallel.threads=3",
            "algorithm.parallel.warmSteps=7");
        Assert.Equal(
            new() { Name = ParallelKind.PassmPlus, Threads = 3, WarmSteps = 7 }, threads.Algorithm.Parallel);
        var modules = Load(
            "algorithm.name=decoupled",
            "algorithm.minibatch=5",
            "algorithm.decoupled.weights=current",
            "algorithm.decoupled.shrink=0.5",
            "algorithm.decoupled.average=exact");
        Assert.Equal(
            new() { Weights = StaleWeights.Current, Shrink = 0.5, Average = ModuleAverage.Exact },
            modules.Algorithm.Decoupled);
    }

    [Theory]
    [InlineData("decentralizedSgd", "algorithm.parallel.threads=0", "algorithm.parallel.threads': 0 must lie in 1")]
    [InlineData("decentralizedSgd", "algorithm.parallel.warmSteps=-1", "algorithm.parallel.warmSteps': -1 must be 0")]
    [InlineData("next", "algorithm.parallel.name=hogwild", "algorithm.parallel.name': hogwild is for algorithms with")]
    [InlineData("eamsgd", "algorithm.parallel.name=passm", "algorithm.parallel.name': passm has no step ahead")]
    [InlineData("decoupled", "algorithm.parallel.name=passm", "algorithm.parallel.name': passm is for algorithms with")]
    [InlineData("decoupled", "algorithm.minibatch=0", "algorithm.minibatch': 0 must be 1 or more")]
    [InlineData("decoupled", "algorithm.decoupled.shrink=0", "algorithm.decoupled.shrink': 0 must lie in (0, 1]")]
    [InlineData("decoupled", "algorithm.decoupled.shrink=1.5", "algorithm.decoupled.shrink': 1.5 must lie in (0, 1]")]
    [InlineData("decoupled", "algorithm.optimizer.name=nesterov", "algorithm.optimizer.name': nesterov looks ahead")]
    public void What_does_not_fit_is_refused_with_its_key(string algorithm, string setting, string expected)
    {
        var error = Assert.Throws<ConfigurationException>(() => Load(
            $"algorithm.name={algorithm}", "algorithm.minibatch=5", "algorithm.localSteps=1", setting));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private static RunOptions Load(params string[] settings) => RunFile.Load(
        path: null, settings.Select(setting => KeyValuePair.Create(setting.Split('=')[0], setting.Split('=')[1])));
}
