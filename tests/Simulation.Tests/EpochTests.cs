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

    /// <summary>An epoch with other members has other shares of the social cost: 3 agents, 12 rows each.</summary>
    [Theory]
    [InlineData(AlgorithmKind.D2)]
    [InlineData(AlgorithmKind.GradientTracking)]
    public async Task It_takes_the_gradient_in_the_scale_of_its_members(object kind)
    {
        const int Rounds = 3;
        var quadratics = new Quadratics(Agents, seed: 4, minibatch: 6);
        var problems = quadratics.Problems();
        var network = TinyNetwork.Create(
            Schedules.LazyRing(Agents),
            new AlgorithmOptions { Name = (AlgorithmKind)kind, Eta = 0.05 },
            problems,
            TinyNetwork.RandomWeights(Quadratics.WeightCount, seed: 5));
        await network.RunAsync(Rounds);
        foreach (var (agent, algorithm) in network.Algorithms.Index())
        {
            problems[agent].ShareAmong(agents: 3, rows: 3 * Quadratics.Rows / 2);
            algorithm.Restart();
            double[] weights = [.. TinyNetwork.Values(algorithm.Weights)];
            var expected = quadratics.Gradient(agent, weights, Rounds).Select(slope => 2 * slope);
            var tracker = TinyNetwork.Values(algorithm.Outcome.Tracker!.Value);
            Assert.All(expected.Zip(tracker), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
            Assert.Equal(2.0 / 3 * Agents * quadratics.Cost(agent, weights, Rounds), algorithm.Outcome.Cost, 1e-4);
        }
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
