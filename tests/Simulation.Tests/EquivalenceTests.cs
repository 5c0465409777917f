using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Topologies;
using Murmuration.Kernels.Regularizers;

namespace Murmuration.Simulation.Tests;

/// <summary>Where one method is known to coincide with another, both run and are compared.</summary>
public sealed class EquivalenceTests
{
    /// <summary>
    /// ŵ − w = −(I/τ) y without a regularizer, so z = w − (α/τ) (I y): adapt-then-combine tracking with η = α/τ.
    /// </summary>
    [Fact]
    public async Task Full_linearization_without_regularizer_is_adapt_then_combine_gradient_tracking()
    {
        var next = new AlgorithmOptions { Surrogate = SurrogateKind.Full, Tau = 5, Alpha = 0.5, Mu = 0 };
        var tracking = new AlgorithmOptions { Name = AlgorithmKind.GradientTracking, Eta = 0.1 };
        await AssertSameWeightsAsync(Schedules.Varying(), next, tracking, agents: 5, rounds: 50);
    }

    /// <summary>
    /// With one agent π̃ = 0 and nothing is mixed: damped Gauss–Newton, which is what an agent alone does.
    /// </summary>
    [Fact]
    public async Task Next_with_one_agent_is_the_agent_alone()
    {
        var next = new AlgorithmOptions { Tau = 1, Alpha = 0.5 };
        var local = next with { Name = AlgorithmKind.LocalOnly };
        await AssertSameWeightsAsync(Single(), next, local, agents: 1, rounds: 20);
    }

    /// <summary>
    /// φ stays 1 and the recursion is NEXT's when the column-stochastic weights happen to be doubly stochastic.
    /// </summary>
    [Fact]
    public async Task Sonata_over_a_balanced_digraph_is_next()
    {
        var both = TopologySchedule.Parse(
            """
            { "name": "both ways", "agents": 3, "directed": true, "weights": "push", "schedule": { "links":
              [["a0","a1"],["a1","a0"],["a1","a2"],["a2","a1"],["a2","a0"],["a0","a2"]] } }
            """);
        var problems = Problems(3);
        var next = new AlgorithmOptions { Tau = 2, Alpha = 0.3 };
        var weights = TinyNetwork.RandomWeights(problems[0].WeightCount, seed: 2);
        var expected = TinyNetwork.Create(Schedules.Complete(3), next, problems, weights);
        var actual = TinyNetwork.Create(both, next with { Name = AlgorithmKind.Sonata }, Problems(3), weights);
        await AssertSameWeightsAsync(expected, actual, rounds: 20);
    }

    private static TopologySchedule Single() =>
        TopologySchedule.Parse("""{ "name": "single", "agents": 1, "schedule": { "links": [] } }""");

    private static IReadOnlyList<Agent.Algorithms.LocalProblem> Problems(int agents) =>
        TinyNetwork.Classification(agents, seed: 5, new Regularizer(0, 0));

    private static Task AssertSameWeightsAsync(
        TopologySchedule schedule, AlgorithmOptions one, AlgorithmOptions other, int agents, int rounds)
    {
        var weights = TinyNetwork.RandomWeights(Problems(agents)[0].WeightCount, seed: 2);
        return AssertSameWeightsAsync(
            TinyNetwork.Create(schedule, one, Problems(agents), weights),
            TinyNetwork.Create(schedule, other, Problems(agents), weights),
            rounds);
    }

    private static async Task AssertSameWeightsAsync(TinyNetwork one, TinyNetwork other, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            await one.RunRoundAsync();
            await other.RunRoundAsync();
            for (var agent = 0; agent < one.Algorithms.Count; agent++)
            {
                var expected = TinyNetwork.Values(one.Algorithms[agent].Weights);
                var actual = TinyNetwork.Values(other.Algorithms[agent].Weights);
                var error = expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max() / expected.Max(Math.Abs);
                Assert.True(error < 1e-5, $"round {round + 1}, agent {agent}: {error:G2}");
            }
        }
    }
}
