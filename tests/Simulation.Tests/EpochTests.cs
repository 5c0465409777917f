using Murmuration.Agent.Configuration;
using Murmuration.Kernels.Regularizers;

namespace Murmuration.Simulation.Tests;

/// <summary>A tracking epoch that begins in the middle of a run.</summary>
public sealed class EpochTests
{
    private const int Agents = 6;

    [Theory]
    [InlineData(AlgorithmKind.Next)]
    [InlineData(AlgorithmKind.Sonata)]
    public async Task Its_first_steps_are_small_and_grow_to_what_they_were(object kind)
    {
        var network = Create((AlgorithmKind)kind, new AlgorithmOptions { Alpha = 0.5, Mu = 0 });
        await network.RunRoundAsync();
        Assert.All(network.Algorithms, algorithm => Assert.Equal(0.5, algorithm.Outcome.StepSize));
        Restart(network);
        await network.RunRoundAsync();
        Assert.All(network.Algorithms, algorithm => Assert.Equal(0, algorithm.Outcome.StepSize));
        await network.RunRoundAsync();
        Assert.All(network.Algorithms, algorithm => Assert.Equal(0.05, algorithm.Outcome.StepSize, 12));
        await network.RunAsync(100);
        Assert.All(network.Algorithms, algorithm => Assert.Equal(0.5, algorithm.Outcome.StepSize));
    }

    private static TinyNetwork Create(AlgorithmKind kind, AlgorithmOptions options)
    {
        var problems = TinyNetwork.Classification(Agents, seed: 3, new Regularizer(0, 1e-3));
        var weights = TinyNetwork.RandomWeights(problems[0].WeightCount, seed: 5);
        return TinyNetwork.Create(Schedules.Ring(Agents), options with { Name = kind }, problems, _ => weights(0));
    }

    private static void Restart(TinyNetwork network)
    {
        foreach (var algorithm in network.Algorithms)
        {
            algorithm.Restart();
        }
    }
}
