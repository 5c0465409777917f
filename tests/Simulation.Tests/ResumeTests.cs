using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Checkpoints;
using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Topologies;
using Murmuration.Kernels.Regularizers;
using Murmuration.Kernels.Solvers;
using Murmuration.Testing;

namespace Murmuration.Simulation.Tests;

/// <summary>A saved state taken up by fresh agents goes on with the bits of a run that never stopped.</summary>
public sealed class ResumeTests
{
    private const int Agents = 5;
    private const int Before = 7;
    private const int After = 9;

    [Theory]
    [InlineData("Next", false, 0)]
    [InlineData("Next", false, 8)]
    [InlineData("Next", true, 0)]
    [InlineData("Next", true, 8)]
    [InlineData("Sonata", false, 0)]
    [InlineData("Sonata", false, 8)]
    [InlineData("GradientTracking", false, 0)]
    [InlineData("GradientTracking", false, 8)]
    [InlineData("DecentralizedSgd", false, 0)]
    [InlineData("DecentralizedSgd", false, 8)]
    [InlineData("LocalSgd", false, 8)]
    [InlineData("D2", false, 0)]
    [InlineData("D2", false, 8)]
    [InlineData("Led", false, 8)]
    [InlineData("Kgt", false, 8)]
    [InlineData("Diloco", false, 8)]
    [InlineData("Noloco", false, 8)]
    [InlineData("LocalOnly", false, 0)]
    [InlineData("LocalOnly", false, 8)]
    [InlineData("Easgd", false, 0)]
    [InlineData("Eamsgd", false, 8)]
    [InlineData("Lsgd", false, 8)]
    public async Task A_saved_state_goes_on_with_the_same_bits(string algorithm, bool adaptive, int minibatch)
    {
        var options = Options(algorithm, adaptive, minibatch);
        using var folder = new TemporaryFolder();
        var whole = Create(options);
        await whole.RunAsync(Before);
        foreach (var (agent, running) in whole.Algorithms.Index())
        {
            Save(folder, agent, running);
        }

        await whole.RunAsync(After);

        var resumed = Create(options);
        foreach (var (agent, fresh) in resumed.Algorithms.Index())
        {
            Store(folder, agent).LoadNewest().Newest!.Restore(fresh);
        }

        resumed.GoTo(Before);
        await resumed.RunAsync(After);
        AssertSame(whole, resumed);
    }

    [Fact]
    public async Task A_loaded_state_saves_as_it_was()
    {
        var options = Options("Next", adaptive: true, minibatch: 8);
        var network = Create(options);
        await network.RunAsync(Before);
        var saved = Copy(network.Algorithms[2]);
        var fresh = Create(options).Algorithms[2];
        fresh.Load(saved, Before);
        var again = Copy(fresh);
        Assert.Equal(saved.Numbers, again.Numbers);
        Assert.Equal(saved.Vectors.Keys, again.Vectors.Keys);
        Assert.All(saved.Vectors, named => Assert.Equal(named.Value.ToArray(), again.Vectors[named.Key].ToArray()));
    }

    [Fact]
    public void A_state_of_another_algorithm_is_refused_by_what_it_lacks()
    {
        using var folder = new TemporaryFolder();
        var path = Save(folder, 0, Create(Options("DecentralizedSgd", adaptive: false, minibatch: 0)).Algorithms[0]);
        var next = Create(Options("Next", adaptive: false, minibatch: 0)).Algorithms[0];
        var saved = Store(folder, 0).LoadNewest().Newest!;
        var error = Assert.Throws<CheckpointException>(() => saved.Restore(next));
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains("'Tracker'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Next")]
    [InlineData("Sonata")]
    [InlineData("GradientTracking")]
    [InlineData("D2")]
    public async Task A_new_epoch_makes_the_tracker_the_gradient_and_keeps_the_weights(string name)
    {
        var network = Create(Options(name, adaptive: false, minibatch: 8));
        await network.RunAsync(Before);
        var algorithm = network.Algorithms[1];
        var weights = TinyNetwork.Values(algorithm.Weights);
        algorithm.Restart();
        Assert.Equal(weights, TinyNetwork.Values(algorithm.Weights));
        var (gradient, tracker) = (algorithm.Outcome.Gradient!.Value, algorithm.Outcome.Tracker!.Value);
        Assert.Equal(TinyNetwork.Values(gradient), TinyNetwork.Values(tracker));
        Assert.Equal(1, algorithm.Outcome.PushSumWeight);
    }

    [Fact]
    public async Task An_agent_that_starts_late_takes_the_step_and_the_rows_of_the_round()
    {
        var options = Options("Next", adaptive: false, minibatch: 8);
        var (present, late) = (Create(options), Create(options));
        await present.RunAsync(Before);
        for (var agent = 0; agent < Agents; agent++)
        {
            late.Algorithms[agent].Start(TinyNetwork.Values(present.Algorithms[agent].Weights), Before);
            var (there, here) = (present.Algorithms[agent].Outcome, late.Algorithms[agent].Outcome);
            Assert.Equal(TinyNetwork.Values(there.Gradient!.Value), TinyNetwork.Values(here.Gradient!.Value));
        }

        late.GoTo(Before);
        await present.RunAsync(1);
        await late.RunAsync(1);
        Assert.Equal(present.Algorithms[0].Outcome.StepSize, late.Algorithms[0].Outcome.StepSize);
    }

    private static AlgorithmOptions Options(string algorithm, bool adaptive, int minibatch) => algorithm switch
    {
        "LocalSgd" => SeveralSteps(Plain("DecentralizedSgd", minibatch), OptimizerKind.Nesterov),
        "Kgt" => SeveralSteps(Plain(algorithm, minibatch), OptimizerKind.Sgd),
        "Diloco" or "Noloco" => SeveralSteps(Plain(algorithm, minibatch), OptimizerKind.AdamW),
        _ => Plain(algorithm, minibatch) with { TauRule = adaptive ? TauRule.Adaptive : TauRule.Constant },
    };

    private static AlgorithmOptions SeveralSteps(AlgorithmOptions options, OptimizerKind optimizer) => options with
    {
        LocalSteps = 3,
        Optimizer = new OptimizerOptions
        {
            Name = optimizer, Schedule = StepScheduleKind.Cosine, Steps = 3 * (Before + After),
        },
    };

    private static AlgorithmOptions Plain(string algorithm, int minibatch) => new()
    {
        Name = Enum.Parse<AlgorithmKind>(algorithm),
        Minibatch = minibatch,
        Alpha = 0.3,
        Mu = 0.05,
        Tau = 2,
        Eta = 0.05,
        Solver = SolverKind.ConjugateGradient,
        InnerIterations = 5,
    };

    private static TinyNetwork Create(AlgorithmOptions options)
    {
        var problems = TinyNetwork.Classification(Agents, seed: 3, new Regularizer(0, 1e-3), options.Minibatch);
        return TinyNetwork.Create(
            Schedule(options.Name),
            options,
            problems,
            TinyNetwork.RandomWeights(problems[0].WeightCount, seed: 11));
    }

    private static TopologySchedule Schedule(AlgorithmKind algorithm) => algorithm switch
    {
        AlgorithmKind.Sonata => Schedules.Directed(),
        AlgorithmKind.D2 or AlgorithmKind.Led => Schedules.LazyRing(Agents),
        AlgorithmKind.Diloco => Schedules.Varying(),
        AlgorithmKind.Lsgd => Schedules.Complete(Agents),
        _ => Schedules.LinksUpHalfOfTheTime(Agents),
    };

    private static string Save(TemporaryFolder folder, int agent, IAlgorithm algorithm)
    {
        var state = new AlgorithmState();
        algorithm.Save(state);
        return Store(folder, agent).Save(new Checkpoint
        {
            Rounds = Before,
            Incarnation = 1,
            IsExact = true,
            State = state,
            Statistics = default,
        });
    }

    private static CheckpointStore Store(TemporaryFolder folder, int agent) =>
        new(folder.Path, 1, new CheckpointIdentity("run", 1, $"a{agent}", "topology", "model"));

    /// <summary>A state with memory of its own.</summary>
    private static AlgorithmState Copy(IAlgorithm algorithm)
    {
        var (views, copy) = (new AlgorithmState(), new AlgorithmState());
        algorithm.Save(views);
        foreach (var (name, vector) in views.Vectors)
        {
            copy.Set(name, vector.ToArray());
        }

        foreach (var (name, number) in views.Numbers)
        {
            copy.Set(name, number);
        }

        return copy;
    }

    private static void AssertSame(TinyNetwork expected, TinyNetwork actual)
    {
        foreach (var (one, other) in expected.Algorithms.Zip(actual.Algorithms))
        {
            var (before, after) = (Copy(one), Copy(other));
            Assert.Equal(before.Numbers, after.Numbers);
            foreach (var (name, vector) in before.Vectors)
            {
                Assert.Equal(vector.ToArray(), after.Vectors[name].ToArray());
            }
        }
    }
}
