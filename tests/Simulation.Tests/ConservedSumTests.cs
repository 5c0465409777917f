using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Topologies;
using Murmuration.Kernels.Regularizers;

namespace Murmuration.Simulation.Tests;

/// <summary>
/// The invariant that gradient tracking stands on: Σ φ_i y_i = Σ ∇g_i(w_i) after every round (NEXT, S2; SONATA),
/// which for K-GT and local exact diffusion is Σ c_i = 0.
/// </summary>
public sealed class ConservedSumTests
{
    private const int Rounds = 200;

    /// <summary>D² and local exact diffusion have their trackers from differences of weights, whose rounding adds up,
    /// divided by η.</summary>
    private const double SecondDifference = 1e-4;

    [Theory]
    [InlineData("ring", "Next", 0)]
    [InlineData("varying", "Next", 0)]
    [InlineData("half", "Next", 0)]
    [InlineData("varying", "Next", 8)]
    [InlineData("varying", "GradientTracking", 0)]
    [InlineData("ring", "D2", 0)]
    [InlineData("ring", "D2", 8)]
    [InlineData("ring", "Led", 0)]
    [InlineData("ring", "Led", 8)]
    [InlineData("ring", "Kgt", 0)]
    [InlineData("varying", "Kgt", 8)]
    [InlineData("half", "Kgt", 8)]
    [InlineData("directed", "Sonata", 0)]
    [InlineData("directed", "Sonata", 8)]
    public async Task Trackers_sum_to_gradients_after_every_round(string topology, string algorithm, int minibatch)
    {
        var schedule = Schedule(topology);
        var problems = TinyNetwork.Classification(5, seed: 3, new Regularizer(0, 1e-3), minibatch);
        var kind = Enum.Parse<AlgorithmKind>(algorithm);
        var options = new AlgorithmOptions
        {
            Name = kind, Alpha = 0.2, Tau = 2, Eta = 0.05, Minibatch = minibatch,
            LocalSteps = kind.TakesLocalSteps() ? 4 : 1,
        };
        var weights = TinyNetwork.RandomWeights(problems[0].WeightCount, seed: 11);
        var network = TinyNetwork.Create(schedule, options, problems, weights);
        for (var round = 0; round < Rounds; round++)
        {
            await network.RunRoundAsync();
            Assert.InRange(RelativeDefect(network.Algorithms), 0, kind.NeedsFixedMixing() ? SecondDifference : 1e-5);
        }
    }

    [Fact]
    public async Task A_sum_with_one_lost_correction_is_noticed()
    {
        var problems = TinyNetwork.Classification(5, seed: 3, new Regularizer(0, 1e-3));
        var network = TinyNetwork.Create(
            Schedules.Varying(),
            new AlgorithmOptions(),
            problems,
            TinyNetwork.RandomWeights(problems[0].WeightCount, seed: 11));
        await network.RunRoundAsync();
        var tracker = network.Algorithms[0].Outcome.Tracker!.Value;
        problems[0].Device.AddScaled(0.1f, tracker, tracker);
        Assert.True(RelativeDefect(network.Algorithms) > 1e-3);
    }

    private static TopologySchedule Schedule(string name) => name switch
    {
        "ring" => Schedules.Ring(5),
        "half" => Schedules.LinksUpHalfOfTheTime(5),
        "directed" => Schedules.Directed(),
        _ => Schedules.Varying(),
    };

    private static double RelativeDefect(IReadOnlyList<IAlgorithm> algorithms)
    {
        var defect = new double[algorithms[0].Weights.Length];
        var scale = 0.0;
        foreach (var outcome in algorithms.Select(algorithm => algorithm.Outcome))
        {
            var tracker = TinyNetwork.Values(outcome.Tracker!.Value);
            var gradient = TinyNetwork.Values(outcome.Gradient!.Value);
            for (var k = 0; k < defect.Length; k++)
            {
                defect[k] += (outcome.PushSumWeight * tracker[k]) - gradient[k];
            }

            scale += Math.Sqrt(gradient.Sum(x => (double)x * x));
        }

        return Math.Sqrt(defect.Sum(x => x * x)) / scale;
    }
}
