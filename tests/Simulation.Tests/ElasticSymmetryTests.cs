using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Algorithms.Elastic;
using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Simulation.Tests;

/// <summary>
/// Elastic symmetry: what one end of a link loses the other gains, so that x̃ + Σ x^i changes by the gradients alone.
/// </summary>
public sealed class ElasticSymmetryTests
{
    /// <summary>So small that a step changes no bit.</summary>
    private const double NoStep = 1e-30;

    [Theory]
    [InlineData("star")]
    [InlineData("path")]
    [InlineData("grid")]
    public async Task Nothing_is_lost_or_made_between_workers_and_centres_without_rounds(string generator)
    {
        var (schedule, options) = (Schedule(generator), Options(asynchronous: true));
        var problems = new Quadratics(6, seed: 3).Problems();
        var weights = TinyNetwork.RandomWeights(Quadratics.WeightCount, seed: 5);
        await using var network = FreeNetwork.Create(schedule, options, problems, weights);
        var tree = ElasticTree.OfAll(schedule, options.Elastic);
        var before = ElasticSum.Of(States(network), tree);
        await network.RunAsync(200);
        await FreeNetwork.UntilAsync(() => ElasticSum.IsQuiet(States(network)));
        await network.EndAsync();
        AssertSame(before, ElasticSum.Of(States(network), tree));
        Assert.All(network.Algorithms, algorithm => Assert.InRange(algorithm.Outcome.Disagreement, 0, 0.5));
    }

    [Theory]
    [InlineData("star")]
    [InlineData("path")]
    [InlineData("grid")]
    public async Task Nothing_is_lost_or_made_in_common_rounds(string generator)
    {
        var (schedule, options) = (Schedule(generator), Options(asynchronous: false));
        var problems = new Quadratics(6, seed: 3).Problems();
        var network = TinyNetwork.Create(
            schedule, options, problems, TinyNetwork.RandomWeights(Quadratics.WeightCount, seed: 5));
        var tree = ElasticTree.OfAll(schedule, options.Elastic);
        var before = Sum(network, tree);
        await network.RunAsync(100);
        AssertSame(before, Sum(network, tree));
        Assert.All(network.Algorithms, algorithm => Assert.InRange(algorithm.Outcome.Disagreement, 0, 0.01));
    }

    [Fact]
    public async Task The_sum_moves_by_the_sum_of_the_gradient_steps()
    {
        const double eta = 0.01;
        var quadratics = new Quadratics(4, seed: 7);
        var options = Options(asynchronous: false) with { Eta = eta };
        var schedule = TopologySchedule.Parse(
            """{ "name": "star", "agents": 4, "schedule": { "generator": "star" } }""");
        var network = TinyNetwork.Create(
            schedule, options, quadratics.Problems(), TinyNetwork.RandomWeights(Quadratics.WeightCount, seed: 5));
        var tree = ElasticTree.OfAll(schedule, options.Elastic);
        for (var round = 0; round < 20; round++)
        {
            var expected = Sum(network, tree);
            foreach (var (agent, algorithm) in network.Algorithms.Index())
            {
                double[] position = [.. State(algorithm).Vectors["Position"].ToArray().Select(x => (double)x)];
                var gradient = quadratics.Gradient(agent, position, round);
                expected = [.. expected.Zip(gradient, (sum, slope) => sum - (eta * slope))];
            }

            await network.RunRoundAsync();
            AssertSame(expected, Sum(network, tree));
        }
    }

    private static AlgorithmOptions Options(bool asynchronous) => new()
    {
        Name = AlgorithmKind.Easgd,
        Eta = NoStep,
        Asynchronous = asynchronous,
        Elastic = new() { Patience = 60 },
    };

    private static TopologySchedule Schedule(string generator) => TopologySchedule.Parse(
        generator == "grid"
            ? """{ "name": "grid", "agents": 6, "schedule": { "generator": "grid", "rows": 2, "columns": 3 } }"""
            : $$"""{ "name": "{{generator}}", "agents": 6, "schedule": { "generator": "{{generator}}" } }""");

    private static AlgorithmState State(IAlgorithm algorithm)
    {
        var state = new AlgorithmState();
        algorithm.Save(state);
        return state;
    }

    private static List<AlgorithmState> States(FreeNetwork network) =>
        [.. Enumerable.Range(0, network.Algorithms.Count).Select(network.State)];

    private static double[] Sum(TinyNetwork network, ElasticTree tree)
    {
        var sum = new double[Quadratics.WeightCount];
        foreach (var (agent, algorithm) in network.Algorithms.Index())
        {
            var (position, centre) = (State(algorithm).Vectors["Position"], State(algorithm).Vectors["Centre"]);
            for (var k = 0; k < sum.Length; k++)
            {
                sum[k] += position.Span[k] + (tree.IsHost(agent) ? centre.Span[k] : 0);
            }
        }

        return sum;
    }

    private static void AssertSame(double[] expected, double[] actual)
    {
        for (var k = 0; k < expected.Length; k++)
        {
            Assert.Equal(expected[k], actual[k], 1e-5);
        }
    }
}
