using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Exchange;
using Murmuration.Kernels.Regularizers;

namespace Murmuration.Simulation.Tests;

/// <summary>Models cut into modules and trained with late gradients (arXiv 2509.05679, and FDG, 2022).</summary>
public sealed class DecoupledTests
{
    private static readonly AlgorithmOptions Options = new()
    {
        Name = AlgorithmKind.Decoupled,
        Minibatch = 4,
        Eta = 0.2,
        Decoupled = new() { Average = ModuleAverage.Exact },
    };

    public static TheoryData<int, int, double> Grids => new()
    {
        { 1, 1, 1 }, { 1, 2, 1 }, { 1, 3, 1 }, { 2, 1, 1 }, { 2, 2, 1 }, { 2, 3, 1 }, { 1, 3, 0.5 }, { 2, 2, 0.3 },
    };

    /// <summary>
    /// Batch b passes module j in step b + j. So the gradient that module k takes 2(K − 1 − k) steps after that is the
    /// block k of the gradient of the whole model, by locked backpropagation, at the weights (w_j[b + j]) of all
    /// modules.
    /// </summary>
    [Theory]
    [MemberData(nameof(Grids))]
    public async Task Every_step_takes_the_gradient_at_the_weights_of_its_forward_sweep(
        int groups, int modules, double shrink)
    {
        var network = new PipelineNetwork(
            groups, modules, Options with { Decoupled = Options.Decoupled with { Shrink = shrink } }).Start();
        var history = new List<float[][]> { Weights(network) };
        for (var step = 0; step < 12; step++)
        {
            await network.RunAsync(1);
            var expected = Average(network, [.. Enumerable.Range(0, groups * modules).Select(agent =>
                Stepped(network, history, step, agent, shrink))]);
            history.Add(Weights(network));
            for (var agent = 0; agent < expected.Length; agent++)
            {
                AssertClose(expected[agent], history[^1][agent], $"step {step}, agent {agent}");
            }
        }
    }

    [Fact]
    public async Task While_the_pipeline_fills_a_module_waits_for_its_first_slopes()
    {
        const int modules = 3;
        var network = new PipelineNetwork(1, modules, Options).Start();
        var first = Weights(network);
        for (var step = 0; step < 8; step++)
        {
            await network.RunAsync(1);
            for (var module = 0; module < modules; module++)
            {
                var hasMoved = step >= (2 * (modules - 1)) - module;
                Assert.Equal(hasMoved, !first[module].AsSpan().SequenceEqual(network.OwnWeights(module)));
            }

            Assert.Equal(step >= modules - 1, network.Algorithms[^1].Outcome.Cost > 0);
        }
    }

    /// <summary>Also while nothing comes back from the modules after it.</summary>
    [Fact]
    public async Task No_agent_runs_ahead_of_its_neighbours()
    {
        var network = new PipelineNetwork(1, 3, Options).Start();
        for (var step = 0; step < 8; step++)
        {
            var first = network.RunOneAsync(agent: 0, CancellationToken.None);
            var last = network.RunOneAsync(agent: 2, CancellationToken.None);
            Assert.False(first.IsCompleted || last.IsCompleted);
            await Task.WhenAll(first, last, network.RunOneAsync(agent: 1, CancellationToken.None));
            network.GoTo(step + 1);
        }
    }

    [Theory]
    [InlineData(1, "Sgd")]
    [InlineData(3, "Sgd")]
    [InlineData(2, "Momentum")]
    [InlineData(2, "AdamW")]
    public async Task One_module_is_decentralized_gradient_descent(int localSteps, string optimizer)
    {
        var options = Options with
        {
            LocalSteps = localSteps,
            Eta = 0.05,
            Optimizer = new() { Name = Enum.Parse<OptimizerKind>(optimizer), WeightDecay = 0.02 },
            Decoupled = new() { Average = ModuleAverage.Gossip },
        };
        var decoupled = new PipelineNetwork(3, 1, options).Start();
        var plain = options with { Name = AlgorithmKind.DecentralizedSgd };
        IReadOnlyList<LocalProblem> problems = [.. decoupled.Groups.Select(objective =>
            new LocalProblem(decoupled.Device, objective, PipelineNetwork.Regularizer, AgentCount: 3))];
        var whole = TinyNetwork.Create(
            Schedules.Complete(3), plain, problems, TinyNetwork.RandomWeights(decoupled.Model.WeightCount, seed: 3));
        await decoupled.RunAsync(10);
        await whole.RunAsync(10);
        for (var agent = 0; agent < 3; agent++)
        {
            Assert.Equal(TinyNetwork.Values(whole.Algorithms[agent].Weights), decoupled.OwnWeights(agent));
        }
    }

    [Fact]
    public async Task Several_steps_of_one_chain_in_a_round_are_as_many_rounds_of_one_step()
    {
        var each = new PipelineNetwork(1, 3, Options).Start();
        var joined = new PipelineNetwork(1, 3, Options with { LocalSteps = 4 }).Start();
        await each.RunAsync(12);
        await joined.RunAsync(3);
        Assert.Equal(Weights(each), Weights(joined));
    }

    [Fact]
    public async Task An_evaluation_brings_the_whole_model_to_every_agent_of_a_chain()
    {
        var network = new PipelineNetwork(2, 3, Options, evaluateEvery: 4).Start();
        await network.RunAsync(3);
        Assert.False(IsWhole(network));
        await network.RunAsync(1);
        Assert.True(IsWhole(network));
        await network.RunAsync(2);
        Assert.False(IsWhole(network));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(9)]
    public async Task A_saved_state_goes_on_with_the_same_bits(int before)
    {
        var options = Options with { LocalSteps = 2, Optimizer = new() { Name = OptimizerKind.Momentum } };
        var whole = new PipelineNetwork(2, 3, options).Start();
        await whole.RunAsync(before);
        var resumed = whole.Resume();
        await whole.RunAsync(6);
        await resumed.RunAsync(6);
        Assert.Equal(Weights(whole), Weights(resumed));
    }

    /// <summary>The first agent has computed and sent, and waits; then all are stopped and begin the round
    /// again.</summary>
    [Fact]
    public async Task A_round_that_was_broken_off_is_done_once()
    {
        var whole = new PipelineNetwork(1, 2, Options).Start();
        var broken = new PipelineNetwork(1, 2, Options).Start();
        await whole.RunAsync(5);
        await broken.RunAsync(5);
        using var stop = new CancellationTokenSource();
        var waiting = broken.RunOneAsync(agent: 0, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        var resumed = broken.Resume();
        await whole.RunAsync(5);
        await resumed.RunAsync(5);
        Assert.Equal(Weights(whole), Weights(resumed));
    }

    /// <summary>Had it waited on, it would end as cancelled.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 1)]
    public async Task Who_waits_for_a_neighbour_of_its_chain_fails_when_that_one_leaves_for_good(int agent, int other)
    {
        var network = new PipelineNetwork(1, 3, Options).Start();
        await network.RunAsync(5);
        using var stop = new CancellationTokenSource();
        var waiting = network.RunOneAsync(agent, stop.Token);
        Assert.False(waiting.IsCompleted);
        await network.LoseAsync(other);
        await stop.CancelAsync();
        var error = await Assert.ThrowsAsync<ExchangeException>(() => waiting);
        Assert.Contains($"agent {other} has left for good", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_modules_than_layers_with_weights_are_refused()
    {
        var error = Assert.Throws<ConfigurationException>(() => new PipelineNetwork(1, 4, Options));
        Assert.Contains("4 modules", error.Message, StringComparison.Ordinal);
    }

    private static float[][] Weights(PipelineNetwork network) =>
        [.. Enumerable.Range(0, network.Algorithms.Count).Select(network.OwnWeights)];

    /// <summary>z of an agent by the formula above.</summary>
    private static float[] Stepped(
        PipelineNetwork network, List<float[][]> history, int step, int agent, double shrink)
    {
        var grid = network.Schedule.Grid!;
        var (group, module) = grid.PlaceOf(agent);
        var batch = step - ((2 * (grid.Modules - 1)) - module);
        if (batch < 0)
        {
            return history[step][agent];
        }

        var device = network.Device;
        var (weights, gradient) = (
            device.Allocate(network.Model.WeightCount), device.Allocate(network.Model.WeightCount));
        float[] read = [.. Enumerable.Range(0, grid.Modules).SelectMany(j => history[batch + j][grid[group, j]])];
        device.Upload(read, weights);
        network.Groups[group].SelectBatch(batch);
        network.Groups[group].CostAndGradient(weights, gradient);
        var factor = grid.Groups * Math.Pow(shrink, grid.Modules - 1 - module);
        var slopes = TinyNetwork.Values(gradient)[network.Block(agent)];
        var at = read[network.Block(agent)];
        return [.. history[step][agent].Select((w, q) => (float)(
            w - (network.Options.Eta * ((factor * slopes[q]) + (2 * PipelineNetwork.Regularizer.L2 * at[q])))))];
    }

    private static float[][] Average(PipelineNetwork network, float[][] estimates) =>
        [.. estimates.Select((own, agent) =>
        {
            var others = estimates.Where((_, other) => network.Schedule.Grid!.HoldSameModule(agent, other)).ToList();
            return own.Select((_, q) => others.Average(one => one[q])).ToArray();
        })];

    private static bool IsWhole(PipelineNetwork network) =>
        Enumerable.Range(0, network.Algorithms.Count).All(agent =>
        {
            var grid = network.Schedule.Grid!;
            var chain = Enumerable.Range(0, grid.Modules).Select(k => grid[grid.PlaceOf(agent).Group, k]);
            var expected = chain.SelectMany(network.OwnWeights);
            return expected.SequenceEqual(TinyNetwork.Values(network.Algorithms[agent].Weights));
        });

    private static void AssertClose(float[] expected, float[] actual, string where)
    {
        var error = expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max() / expected.Max(Math.Abs);
        Assert.True(error < 2e-6, $"{where}: {error:G2}");
    }
}
