using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Topologies;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Models;
using Murmuration.Kernels.Objectives;
using Murmuration.Kernels.Regularizers;
using Murmuration.Testing;

namespace Murmuration.Simulation.Tests;

/// <summary>
/// The production algorithms over the production exchange follow the independent float64 reference, round by round.
/// </summary>
public sealed class GoldenTraceTests
{
    /// <summary>Relative to the largest entry: float32 against float64 over 20 rounds.</summary>
    private const double Tolerance = 2e-4;

    private static readonly string[] Patterns =
        ["next-*", "sonata-*", "decentralized-sgd-*", "gradient-tracking-*", "easgd-*", "eamsgd-*", "lsgd-*"];

    public static TheoryData<string> Traces()
    {
        if (ReferenceData.Traces is not { } folder)
        {
            return ["none"];
        }

        var files = Patterns.SelectMany(pattern => Directory.GetFiles(folder, pattern + ".json"));
        return [.. files.Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];
    }

    [Theory]
    [MemberData(nameof(Traces))]
    public async Task Production_agrees_with_the_reference_for_all_rounds(string name)
    {
        if (ReferenceData.Traces is not { } folder)
        {
            Assert.Skip(ReferenceData.NoTraces);
            return;
        }

        var trace = GoldenTrace.Read(Path.Combine(folder, name + ".json"));
        var schedule = TopologySchedule.Parse(trace.Topology(), name);
        AssertSameMixing(trace, schedule);
        var options = Options(trace);
        var problems = trace.Agents.Select((_, agent) => Problem(trace, agent)).ToList();
        var network = TinyNetwork.Create(
            schedule, Options(trace), problems, agent => [.. trace.InitialWeights[agent].Select(w => (float)w)]);
        StartAtMean(trace, network.Algorithms);
        for (var round = trace.Settings.Period; round <= trace.Rounds.Length; round += trace.Settings.Period)
        {
            await network.RunRoundAsync();
            AssertSameState(trace.Rounds[round - 1], network.Algorithms, $"{name}, round {round}");
        }
    }

    private static void AssertSameMixing(GoldenTrace trace, TopologySchedule schedule)
    {
        for (var round = 0; round < trace.Mixing.Length; round++)
        {
            var mixing = schedule.MixingMatrix(round);
            for (var i = 0; i < trace.Agents.Length; i++)
            {
                for (var j = 0; j < trace.Agents.Length; j++)
                {
                    Assert.Equal(trace.Mixing[round][i][j], mixing[i, j], 1e-12);
                }
            }
        }
    }

    private static AlgorithmOptions Options(GoldenTrace trace) => new()
    {
        Name = Enum.Parse<AlgorithmKind>(trace.Algorithm, ignoreCase: true),
        Surrogate = trace.Settings.Surrogate == "full" ? SurrogateKind.Full : SurrogateKind.Partial,
        Scope = trace.Settings.Scope == "social" ? SurrogateScope.Social : SurrogateScope.Own,
        Blocks = trace.Settings.Blocks,
        Tau = trace.Settings.Tau,
        Alpha = trace.Settings.Alpha,
        Mu = trace.Settings.Mu,
        Eta = trace.Settings.Eta,
        LocalSteps = trace.Settings.Period,
        Optimizer = new()
        {
            Name = trace.Settings.Delta > 0 ? OptimizerKind.Nesterov : OptimizerKind.Sgd,
            Momentum = trace.Settings.Delta,
        },
        Elastic = new() { Rho = trace.Settings.Rho },
        Leader = new()
        {
            Groups = [.. (trace.Settings.Groups ?? []).Select(group => group.Select(one => $"a{one}").ToArray())],
            Pull = trace.Settings.Pull,
            PullGlobal = trace.Settings.PullGlobal,
            GlobalPeriod = trace.Settings.PeriodGlobal / trace.Settings.Period,
            LossWindow = 0,
        },
    };

    /// <summary>The traces of EASGD begin with the centre at the mean of the workers.</summary>
    private static void StartAtMean(GoldenTrace trace, IReadOnlyList<IAlgorithm> algorithms)
    {
        if (trace.Rounds[0].Center is null)
        {
            return;
        }

        var mean = Enumerable.Range(0, trace.InitialWeights[0].Length)
            .Select(k => (float)trace.InitialWeights.Average(row => row[k]))
            .ToArray();
        foreach (var algorithm in algorithms)
        {
            var state = new AlgorithmState();
            algorithm.Save(state);
            state.Set("Centre", mean);
            algorithm.Load(state, round: 0);
        }
    }


    private static LocalProblem Problem(GoldenTrace trace, int agent)
    {
        var device = new HostDevice();
        var model = Model.MultilayerPerceptron(trace.Widths, Activation.Tanh);
        ILoss loss = trace.Loss == "squared" ? SquaredLoss.Instance : SoftmaxCrossEntropyLoss.Instance;
        var rows = trace.Agents[agent];
        var samples = new Samples(Upload(device, rows.Inputs), Upload(device, rows.Targets));
        var scale = 1.0 / trace.Agents.Sum(a => a.Inputs.Length);
        var objective = new LocalObjective(device, model, loss, samples, scale, sampler: null);
        return new LocalProblem(device, objective, new Regularizer(trace.L1, trace.L2), trace.Agents.Length);
    }

    private static DeviceMatrix Upload(HostDevice device, double[][] rows)
    {
        var vector = device.Allocate(rows.Length * rows[0].Length);
        device.Upload([.. rows.SelectMany(row => row).Select(x => (float)x)], vector);
        return vector.AsMatrix(rows.Length, rows[0].Length);
    }

    private static void AssertSameState(TraceRound expected, IReadOnlyList<IAlgorithm> algorithms, string where)
    {
        if (expected.Center is { } centre)
        {
            AssertClose([centre], [algorithms[0]], algorithm => Values(algorithm.Weights), $"{where}: centre");
            AssertClose(expected.Weights, algorithms, Position, $"{where}: positions");
        }
        else
        {
            AssertClose(expected.Weights, algorithms, algorithm => Values(algorithm.Weights), $"{where}: weights");
        }

        if (expected.Trackers is { } trackers)
        {
            AssertClose(
                trackers, algorithms, algorithm => Values(algorithm.Outcome.Tracker!.Value), $"{where}: trackers");
        }

        if (expected.PushSum is { } pushSum)
        {
            for (var agent = 0; agent < algorithms.Count; agent++)
            {
                Assert.Equal(pushSum[agent], algorithms[agent].Outcome.PushSumWeight, 1e-9);
            }
        }
    }

    private static float[] Values(DeviceVector vector) => TinyNetwork.Values(vector);

    /// <summary>The worker's own, which its checkpoint holds.</summary>
    private static float[] Position(IAlgorithm algorithm)
    {
        var state = new AlgorithmState();
        algorithm.Save(state);
        return state.Vectors["Position"].ToArray();
    }

    private static void AssertClose(
        double[][] expected, IReadOnlyList<IAlgorithm> algorithms, Func<IAlgorithm, float[]> vector, string what)
    {
        var largest = expected.Max(row => row.Max(Math.Abs));
        for (var agent = 0; agent < algorithms.Count; agent++)
        {
            var actual = vector(algorithms[agent]);
            for (var k = 0; k < actual.Length; k++)
            {
                var error = Math.Abs(actual[k] - expected[agent][k]) / largest;
                Assert.True(
                    error <= Tolerance,
                    $"{what}, agent {agent}, entry {k}: {actual[k]} instead of {expected[agent][k]} ({error:G2})");
            }
        }
    }
}
