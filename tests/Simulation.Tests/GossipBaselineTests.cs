using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Simulation.Tests;

/// <summary>The baselines against their recursions in double precision, and what they are made for.</summary>
public sealed class GossipBaselineTests
{
    private const int Agents = 8;
    private const double Eta = 0.05;

    /// <summary>
    /// With a constant step, descent stalls where the agents' data differ; D² (theorem 1), gradient tracking, K-GT
    /// (theorem 1) and local exact diffusion have no such term.
    /// </summary>
    [Theory]
    [InlineData(AlgorithmKind.D2, 1)]
    [InlineData(AlgorithmKind.GradientTracking, 1)]
    [InlineData(AlgorithmKind.Led, 1)]
    [InlineData(AlgorithmKind.Led, 5)]
    [InlineData(AlgorithmKind.Kgt, 1)]
    [InlineData(AlgorithmKind.Kgt, 5)]
    public async Task Unlike_data_leave_no_error(object algorithm, int localSteps)
    {
        var quadratics = new Quadratics(Agents, seed: 1);
        var options = Options((AlgorithmKind)algorithm, localSteps);
        Assert.InRange(await ErrorAsync(quadratics, options, rounds: 2500), 0, 1e-4);
        Assert.True(await ErrorAsync(quadratics, Options(AlgorithmKind.DecentralizedSgd, localSteps), 2500) > 0.1);
    }

    /// <summary>Tang et al. 2018, algorithm 1, with the gradients of the same minibatches.</summary>
    [Fact]
    public async Task D2_follows_its_recursion()
    {
        var quadratics = new Quadratics(Agents, seed: 2, minibatch: 6);
        var (network, mixing) = Create(quadratics, Options(AlgorithmKind.D2));
        var (old, now) = (First(), First());
        var before = Gradients(now, quadratics, step: 0);
        for (var round = 0; round < 15; round++)
        {
            await network.RunRoundAsync();
            var gradients = Gradients(now, quadratics, round);
            var next = Mix(mixing(round), Each((i, k) => round == 0
                ? now[i][k] - (Eta * gradients[i][k])
                : (2 * now[i][k]) - old[i][k] - (Eta * gradients[i][k]) + (Eta * before[i][k])));
            (old, now, before) = (now, next, gradients);
            AssertClose(now, network, round);
        }
    }

    /// <summary>Alghunaim 2023, with the paper's dual variable, which all local steps of a round share.</summary>
    [Fact]
    public async Task Led_follows_its_recursion()
    {
        const int Steps = 3;
        var quadratics = new Quadratics(Agents, seed: 2, minibatch: 6);
        var (network, mixing) = Create(quadratics, Options(AlgorithmKind.Led, Steps));
        var (x, dual) = (First(), Each((_, _) => 0));
        for (var round = 0; round < 15; round++)
        {
            await network.RunRoundAsync();
            var (local, shares) = (x, dual);
            for (var k = 0; k < Steps; k++)
            {
                var (at, gradients) = (local, Gradients(local, quadratics, (Steps * round) + k));
                local = Each((i, q) => at[i][q] - (Eta * gradients[i][q]) - (shares[i][q] / Steps));
            }

            var end = local;
            x = Mix(mixing(round), end);
            var mixed = x;
            dual = Each((i, q) => shares[i][q] + end[i][q] - mixed[i][q]);
            AssertClose(x, network, round);
        }
    }

    [Fact]
    public async Task Led_with_one_step_in_a_round_is_D2()
    {
        var quadratics = new Quadratics(Agents, seed: 2, minibatch: 6);
        var (expected, _) = Create(quadratics, Options(AlgorithmKind.D2));
        var (actual, _) = Create(quadratics, Options(AlgorithmKind.Led));
        for (var round = 0; round < 15; round++)
        {
            await expected.RunRoundAsync();
            await actual.RunRoundAsync();
            AssertClose([.. expected.Algorithms.Select(Values)], actual, round);
        }
    }

    /// <summary>Liu et al. 2023, algorithm 1, over links that change and with an outer step below 1.</summary>
    [Fact]
    public async Task Kgt_follows_its_recursion()
    {
        const double Outer = 0.8;
        var quadratics = new Quadratics(Agents, seed: 2, minibatch: 6);
        var options = Options(AlgorithmKind.Kgt, localSteps: 3) with { Outer = new OuterOptions { Eta = Outer } };
        var (network, mixing) = Create(quadratics, options, Schedules.LinksUpHalfOfTheTime(Agents));
        var (x, c) = (First(), Each((_, _) => 0));
        for (var round = 0; round < 15; round++)
        {
            await network.RunRoundAsync();
            var (local, corrections) = (x, c);
            for (var k = 0; k < 3; k++)
            {
                var (at, gradients) = (local, Gradients(local, quadratics, (3 * round) + k));
                local = Each((i, q) => at[i][q] - (Eta * (gradients[i][q] + corrections[i][q])));
            }

            var (start, end) = (x, local);
            var z = Each((i, q) => (start[i][q] - end[i][q]) / (3 * Eta));
            var mixed = Mix(mixing(round), z);
            c = Each((i, q) => corrections[i][q] - z[i][q] + mixed[i][q]);
            x = Mix(mixing(round), Each((i, q) => start[i][q] - (3 * Outer * Eta * z[i][q])));
            AssertClose(x, network, round);
        }
    }

    /// <summary>Douillard et al. 2023, algorithm 1: all agents share the weights, the outer step and its
    /// momentum.</summary>
    [Fact]
    public async Task DiLoCo_follows_its_recursion()
    {
        var quadratics = new Quadratics(Agents, seed: 2, minibatch: 6);
        var options = Options(AlgorithmKind.Diloco, localSteps: 4);
        var (network, _) = Create(quadratics, options, Schedules.Complete(Agents), _ => First()[0]);
        var (theta, momentum) = (First()[0], new double[Quadratics.WeightCount]);
        for (var round = 0; round < 15; round++)
        {
            await network.RunRoundAsync();
            var (old, local) = (theta, Descend([.. Enumerable.Repeat(theta, Agents)], quadratics, round, 4));
            double[] delta = [.. old.Select((w, q) => w - local.Average(x => x[q]))];
            momentum = [.. momentum.Select((m, q) => (0.9 * m) + delta[q])];
            theta = [.. old.Select((w, q) => w - (0.7 * (delta[q] + (0.9 * momentum[q]))))];
            AssertClose([.. Enumerable.Repeat(theta, Agents)], network, round);
        }
    }

    /// <summary>With η = 1 and μ = 0 the outer step takes the average itself.</summary>
    [Fact]
    public async Task DiLoCo_without_an_outer_optimizer_is_local_sgd_with_averaging()
    {
        var quadratics = new Quadratics(Agents, seed: 2, minibatch: 6);
        var local = Options(AlgorithmKind.DecentralizedSgd, localSteps: 4);
        var outer = local with { Name = AlgorithmKind.Diloco, Outer = new OuterOptions { Eta = 1, Momentum = 0 } };
        var (expected, _) = Create(quadratics, local, Schedules.Complete(Agents), _ => First()[0]);
        var (actual, _) = Create(quadratics, outer, Schedules.Complete(Agents), _ => First()[0]);
        for (var round = 0; round < 15; round++)
        {
            await expected.RunRoundAsync();
            await actual.RunRoundAsync();
            AssertClose([.. expected.Algorithms.Select(Values)], actual, round);
        }
    }

    /// <summary>Four rounds of pairs and triples, in the first of which the local steps are, are as good as one with
    /// everybody.</summary>
    [Fact]
    public async Task DiLoCo_over_a_finite_time_schedule_is_that_over_a_complete_one()
    {
        var quadratics = new Quadratics(7, seed: 2);
        var schedule = TopologySchedule.Parse(
            """{ "agents": 7, "schedule": { "generator": "baseGraph", "degree": 2 } }""");
        var options = Options(AlgorithmKind.Diloco, localSteps: 4);
        var (expected, _) = Create(quadratics, options, Schedules.Complete(7), _ => First()[0]);
        var (actual, _) = Create(quadratics, options, schedule, _ => First()[0]);
        Assert.True(schedule.Period > 1);
        for (var sweep = 0; sweep < 15; sweep++)
        {
            await expected.RunRoundAsync();
            await actual.RunAsync(schedule.Period!.Value);
            AssertClose([.. expected.Algorithms.Select(Values)], actual, sweep);
        }
    }

    /// <summary>Random pairs keep the replicas together and lead near the minimizer (section 3.1).</summary>
    [Fact]
    public async Task NoLoCo_over_random_pairs_stays_together()
    {
        var quadratics = new Quadratics(Agents, seed: 2);
        var pairs = TopologySchedule.Parse(
            """{ "agents": 8, "schedule": { "generator": "randomMatching", "seed": 1 } }""");
        var options = Options(AlgorithmKind.Noloco, localSteps: 2) with { Eta = 0.002 };
        var (network, _) = Create(quadratics, options, pairs);
        await network.RunAsync(1500);
        var answer = quadratics.Minimizer();
        var errors = network.Algorithms.Select(
            one => Norm(Values(one).Zip(answer, (w, best) => w - best)) / Norm(answer));
        Assert.All(errors, error => Assert.InRange(error, 0, 0.1));
    }

    /// <summary>Agents that begin apart are drawn together, so that a late or mistaken one does no lasting
    /// harm.</summary>
    [Fact]
    public async Task DiLoCo_agents_that_begin_apart_come_together()
    {
        var quadratics = new Quadratics(Agents, seed: 2);
        var (network, _) = Create(quadratics, Options(AlgorithmKind.Diloco, 4), Schedules.Complete(Agents));
        await network.RunAsync(60);
        var weights = network.Algorithms.Select(Values).ToList();
        Assert.All(weights, one => Assert.Equal(weights[0], one, (a, b) => Math.Abs(a - b) < 1e-5));
    }

    /// <summary>Kolehmainen et al. 2025: pairs with weights of one half, α = 0.5, β = γ = 0.7.</summary>
    [Fact]
    public async Task NoLoCo_follows_its_recursion()
    {
        var quadratics = new Quadratics(Agents, seed: 2, minibatch: 6);
        var pairs = TopologySchedule.Parse(
            """
            { "agents": 8, "schedule": { "rounds": [
              { "links": ["a0-a1", "a2-a3", "a4-a5", "a6-a7"] }, { "links": ["a0-a5", "a1-a2", "a3-a6"] } ] } }
            """);
        int[][] partners = [[1, 0, 3, 2, 5, 4, 7, 6], [5, 2, 1, 6, 4, 0, 3, 7]];
        var (network, _) = Create(quadratics, Options(AlgorithmKind.Noloco, localSteps: 4), pairs);
        var (phi, momentum) = (First(), Each((_, _) => 0));
        for (var round = 0; round < 15; round++)
        {
            await network.RunRoundAsync();
            var (slow, old, local) = (phi, momentum, Descend(phi, quadratics, round, 4));
            var partner = partners[round % 2];
            momentum = Each((i, q) =>
            {
                var (one, other) = (local[i][q] - slow[i][q], local[partner[i]][q] - slow[partner[i]][q]);
                var mean = (slow[i][q] + slow[partner[i]][q]) / 2;
                return (0.5 * old[i][q]) + (0.7 * (one + other) / 2) + (0.7 * (mean - slow[i][q]));
            });
            var moves = momentum;
            phi = Each((i, q) => slow[i][q] + moves[i][q]);
            AssertClose(phi, network, round);
        }
    }

    [Theory]
    [InlineData(AlgorithmKind.D2, 1)]
    [InlineData(AlgorithmKind.Led, 3)]
    [InlineData(AlgorithmKind.Kgt, 3)]
    [InlineData(AlgorithmKind.DecentralizedSgd, 3)]
    [InlineData(AlgorithmKind.Diloco, 3)]
    [InlineData(AlgorithmKind.Noloco, 3)]
    public async Task Every_round_says_what_it_was_like(object algorithm, int localSteps)
    {
        var quadratics = new Quadratics(Agents, seed: 2);
        var (network, _) = Create(
            quadratics, Options((AlgorithmKind)algorithm, localSteps), Schedules.Complete(Agents));
        var costs = network.Algorithms.Sum(one => one.Outcome.Cost);
        Assert.Equal(Enumerable.Range(0, Agents).Sum(i => quadratics.Cost(i, First()[i], 0)), costs, 1e-4);
        await network.RunAsync(30);
        Assert.All(network.Algorithms, one => Assert.Equal(Eta, one.Outcome.StepSize));
        Assert.All(network.Algorithms, one => Assert.InRange(one.Outcome.Disagreement, 1e-9, 1));
        Assert.InRange(network.Algorithms.Sum(one => one.Outcome.Cost), 0, 0.8 * costs);
    }

    private static AlgorithmOptions Options(AlgorithmKind algorithm, int localSteps = 1) =>
        new() { Name = algorithm, Eta = Eta, LocalSteps = localSteps };

    private static (TinyNetwork Network, Func<int, double[,]> Mixing) Create(
        Quadratics quadratics,
        AlgorithmOptions options,
        TopologySchedule? schedule = null,
        Func<int, double[]>? first = null)
    {
        schedule ??= Schedules.LazyRing(Agents);
        var start = First();
        return (TinyNetwork.Create(
            schedule,
            options,
            quadratics.Problems(),
            agent => [.. (first?.Invoke(agent) ?? start[agent]).Select(value => (float)value)]), schedule.MixingMatrix);
    }

    private static async Task<double> ErrorAsync(Quadratics quadratics, AlgorithmOptions options, int rounds)
    {
        var (network, _) = Create(quadratics, options);
        await network.RunAsync(rounds);
        var answer = quadratics.Minimizer();
        return network.Algorithms.Max(one => Norm(Values(one).Zip(answer, (w, best) => w - best))) / Norm(answer);
    }

    private static double[][] Descend(double[][] weights, Quadratics quadratics, int round, int steps)
    {
        for (var k = 0; k < steps; k++)
        {
            var (at, gradients) = (weights, Gradients(weights, quadratics, (round * steps) + k));
            weights = Each((i, q) => at[i][q] - (Eta * gradients[i][q]));
        }

        return weights;
    }

    private static double[][] Gradients(double[][] weights, Quadratics quadratics, int step) =>
        [.. weights.Select((one, agent) => quadratics.Gradient(agent, one, step))];

    private static double[][] Mix(double[,] mixing, double[][] vectors) =>
        Each((i, q) => Enumerable.Range(0, Agents).Sum(j => mixing[i, j] * vectors[j][q]));

    private static double[][] First()
    {
        var random = new Random(17);
        return Each((_, _) => (float)(random.NextDouble() - 0.5));
    }

    private static double[][] Each(Func<int, int, double> value) => [.. Enumerable.Range(0, Agents).Select(
        agent => Enumerable.Range(0, Quadratics.WeightCount).Select(k => value(agent, k)).ToArray())];

    private static double[] Values(IAlgorithm algorithm) =>
        [.. TinyNetwork.Values(algorithm.Weights).Select(value => (double)value)];

    private static double Norm(IEnumerable<double> values) => Math.Sqrt(values.Sum(value => value * value));

    private static void AssertClose(double[][] expected, TinyNetwork network, int round)
    {
        var largest = expected.Max(row => row.Max(Math.Abs));
        foreach (var (agent, algorithm) in network.Algorithms.Index())
        {
            var error = Values(algorithm).Zip(expected[agent], (a, b) => Math.Abs(a - b)).Max() / largest;
            Assert.True(error < 1e-5, $"round {round + 1}, agent {agent}: {error:G2}");
        }
    }
}
