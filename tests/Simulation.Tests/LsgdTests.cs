using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Transport;

namespace Murmuration.Simulation.Tests;

/// <summary>What the LSGD paper says of leaders.</summary>
public sealed class LsgdTests
{
    private const int Agents = 4;
    private const double Eta = 0.05;
    private readonly Quadratics _quadratics = new(Agents, seed: 13);

    [Fact]
    public async Task A_leader_moves_by_its_gradient_alone_and_the_others_towards_it()
    {
        var network = Create(Options());
        for (var round = 0; round < 30; round++)
        {
            var stepped = network.Algorithms.Select((algorithm, agent) => Stepped(algorithm, agent)).ToList();
            var costs = stepped.Select((weights, agent) => _quadratics.Cost(agent, weights, 0)).ToList();
            var leader = costs.IndexOf(costs.Min());
            await network.RunRoundAsync();
            for (var agent = 0; agent < Agents; agent++)
            {
                var expected = stepped[agent].Zip(stepped[leader], (own, best) => own - (0.1 * (own - best)));
                AssertClose([.. expected], network.Algorithms[agent]);
            }
        }
    }

    /// <summary>At a stationary point of LSGD the gradient of the leader's cost is zero. The centre of EASGD is
    /// stationary where the pulls cancel, which is no minimum of anything.</summary>
    [Fact]
    public async Task A_stationary_leader_is_a_stationary_point_and_a_stationary_centre_is_not()
    {
        var network = Create(Options());
        await network.RunAsync(3000);
        var costs = network.Algorithms.Select((one, agent) => _quadratics.Cost(agent, Weights(one), 0)).ToList();
        var leader = costs.IndexOf(costs.Min());
        var gradient = _quadratics.Gradient(leader, Weights(network.Algorithms[leader]), 0);
        Assert.InRange(Norm(gradient), 0, 1e-3);

        var elastic = Create(new() { Name = AlgorithmKind.Easgd, Eta = Eta });
        await elastic.RunAsync(3000);
        var centre = Weights(elastic.Algorithms[0]);
        Assert.True(Norm(_quadratics.MeanGradient(centre)) > 0.05);
        Assert.All(Enumerable.Range(0, Agents), agent =>
            Assert.True(Norm(_quadratics.Gradient(agent, centre, 0)) > 0.05));
    }

    [Fact]
    public async Task A_pull_after_every_step_draws_the_others_closer()
    {
        var far = Create(Options() with { LocalSteps = 8 });
        var near = Create(Options() with { LocalSteps = 8, Leader = Options().Leader with { StepPull = 0.5 } });
        await far.RunAsync(50);
        await near.RunAsync(50);
        Assert.True(near.Algorithms.Sum(one => one.Outcome.Disagreement)
            < far.Algorithms.Sum(one => one.Outcome.Disagreement));
    }

    [Fact]
    public async Task Without_rounds_a_lost_leader_is_followed_by_another()
    {
        var options = Options() with { Asynchronous = true };
        await using var network = FreeNetwork.Create(
            Schedules.Complete(Agents), options, _quadratics.Problems(),
            TinyNetwork.RandomWeights(Quadratics.WeightCount, seed: 3));
        await network.RunAsync(200);
        var leader = Enumerable.Range(0, Agents).MinBy(agent => network.Algorithms[agent].Outcome.Cost);
        await network.LoseAsync(leader, isForGood: true);
        int[] others = [.. Enumerable.Range(0, Agents).Where(agent => agent != leader)];
        var follows = 0;
        for (var round = 0; round < 100; round++)
        {
            foreach (var agent in others)
            {
                await network.RunRoundAsync(agent);
                // The last letters of the lost leader have long been taken: these are of another.
                var isFollowing = network.Algorithms[agent].Outcome is { Staleness: 0, Disagreement: > 0 };
                follows += round >= 50 && isFollowing ? 1 : 0;
            }
        }

        Assert.Equal(300, network.Rounds[others[0]]);
        Assert.InRange(follows, 1, int.MaxValue);
    }

    /// <summary>On a path an agent hears of leaders that others hold for none: a wait for one would take all of the
    /// patience.</summary>
    [Fact]
    public async Task Nobody_waits_for_a_leader_of_all_when_nothing_pulls_across()
    {
        var options = Options() with
        {
            Leader = new() { Groups = [["a0", "a1"], ["a2", "a3"]], PullGlobal = 0, GlobalPeriod = 1, Patience = 1e6 },
        };
        var path = TopologySchedule.Parse(
            """{ "name": "path", "agents": 4, "schedule": { "generator": "path" } }""");
        var network = TinyNetwork.Create(
            path, options, _quadratics.Problems(), TinyNetwork.RandomWeights(Quadratics.WeightCount, seed: 3));
        await network.RunAsync(20);
        Assert.All(network.Algorithms, one => Assert.Equal(0, one.Outcome.Staleness));
    }

    [Fact]
    public async Task A_momentum_counts_for_eamsgd_without_a_name()
    {
        var network = Create(new() { Name = AlgorithmKind.Eamsgd, Eta = Eta, Optimizer = new() { Momentum = 0 } });
        var plain = Create(new() { Name = AlgorithmKind.Easgd, Eta = Eta });
        await network.RunAsync(5);
        await plain.RunAsync(5);
        Assert.Equal(Weights(plain.Algorithms[0]), Weights(network.Algorithms[0]));
    }

    [Theory]
    [InlineData("Lsgd")]
    [InlineData("Easgd")]
    public async Task A_round_tells_the_step_size_that_it_has_taken(string name)
    {
        var network = Create(new()
        {
            Name = Enum.Parse<AlgorithmKind>(name), Eta = Eta, LocalSteps = 2, Optimizer = new() { WarmUp = 10 },
        });
        await network.RunAsync(2);
        Assert.All(network.Algorithms, one => Assert.Equal(0.4 * Eta, one.Outcome.StepSize, 1e-9));
    }

    [Fact]
    public async Task An_agent_that_is_to_end_goes_on_without_the_letter_of_its_leader()
    {
        var options = Options() with { Leader = new() { Pull = 0.1, LossWindow = 0, Patience = 1e6 } };
        var schedule = Schedules.Complete(2);
        var exchanges = InMemoryNetwork.Create(schedule, 0, 1, letterLength: Quadratics.WeightCount);
        var follower = AlgorithmCatalog.Create(_quadratics.Problems()[0], options, new(schedule, 0, Seed: 1));
        follower.Start(TinyNetwork.RandomWeights(Quadratics.WeightCount, seed: 3)(0), round: 0);
        using var ending = new CancellationTokenSource();
        var round = follower.RoundAsync(0, exchanges[0], ending.Token).AsTask();
        await exchanges[1].ExchangeAsync(0, default, new[] { double.NegativeInfinity });
        await ending.CancelAsync();
        await round;
        Assert.Equal(1, follower.Outcome.Staleness);
    }

    [Theory]
    [InlineData("ring", "", "between 'a0' and 'a2', and lsgd needs one: either may come to lead their group")]
    [InlineData("ring", "a0 a1,a2 a3", "between 'a0' and 'a2', and lsgd needs one: either may come to lead all")]
    [InlineData("complete", "a0 a1,a2", "agent 'a3' is in no group")]
    [InlineData("complete", "a0 a1 a2 a3,a1", "agent 'a1' is in two groups")]
    [InlineData("complete", "a0 b1", "no agent 'b1'; did you mean a1")]
    public void Groups_that_cannot_work_are_refused(string generator, string groups, string expected)
    {
        var options = new AlgorithmOptions
        {
            Name = AlgorithmKind.Lsgd,
            Leader = new()
            {
                Groups = groups.Length == 0 ? [] : [.. groups.Split(',').Select(group => group.Split(' '))],
            },
        };
        var schedule = generator == "ring" ? Schedules.Ring(Agents) : Schedules.Complete(Agents);
        var error = Assert.Throws<ConfigurationException>(() => AlgorithmFit.Require(options, schedule));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_apart_need_no_links_between_them_when_nothing_pulls_across()
    {
        var options = new AlgorithmOptions
        {
            Name = AlgorithmKind.Lsgd,
            Leader = new() { Groups = [["a0", "a1"], ["a2", "a3"]], PullGlobal = 0 },
        };
        Assert.Empty(AlgorithmFit.Require(options, Schedules.Ring(Agents)));
    }

    private static AlgorithmOptions Options() => new()
    {
        Name = AlgorithmKind.Lsgd,
        Eta = Eta,
        Leader = new() { Pull = 0.1, LossWindow = 0 },
    };

    private TinyNetwork Create(AlgorithmOptions options) => TinyNetwork.Create(
        Schedules.Complete(Agents), options, _quadratics.Problems(),
        TinyNetwork.RandomWeights(Quadratics.WeightCount, seed: 3));

    private double[] Stepped(IAlgorithm algorithm, int agent)
    {
        var weights = Weights(algorithm);
        return [.. weights.Zip(_quadratics.Gradient(agent, weights, 0), (w, slope) => w - (Eta * slope))];
    }

    private static double[] Weights(IAlgorithm algorithm) =>
        [.. TinyNetwork.Values(algorithm.Weights).Select(w => (double)w)];

    private static double Norm(double[] vector) => Math.Sqrt(vector.Sum(x => x * x));

    private static void AssertClose(double[] expected, IAlgorithm algorithm)
    {
        var actual = Weights(algorithm);
        for (var k = 0; k < expected.Length; k++)
        {
            Assert.Equal(expected[k], actual[k], 1e-5);
        }
    }
}
