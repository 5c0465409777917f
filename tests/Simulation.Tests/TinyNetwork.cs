using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Transport;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Models;
using Murmuration.Kernels.Objectives;
using Murmuration.Kernels.Regularizers;

namespace Murmuration.Simulation.Tests;

/// <summary>A handful of agents with tiny problems over the in-memory exchange, driven round by round.</summary>
internal sealed class TinyNetwork
{
    private readonly IReadOnlyList<IRoundExchange> _exchanges;
    private int _round;

    private TinyNetwork(IReadOnlyList<IAlgorithm> algorithms, IReadOnlyList<IRoundExchange> exchanges)
    {
        Algorithms = algorithms;
        _exchanges = exchanges;
    }

    public IReadOnlyList<IAlgorithm> Algorithms { get; }

    /// <summary>One agent for each problem, all started.</summary>
    public static TinyNetwork Create(
        TopologySchedule schedule,
        AlgorithmOptions options,
        IReadOnlyList<LocalProblem> problems,
        Func<int, float[]> initialWeights)
    {
        var (vectors, scalars) = AlgorithmCatalog.MessageShape(options);
        var weightCount = problems[0].WeightCount;
        var exchanges = InMemoryNetwork.Create(
            schedule, vectors * weightCount, scalars,
            letterLength: AlgorithmCatalog.LetterLength(options, problems[0].Objective.Model, schedule));
        var algorithms = problems
            .Select((problem, agent) => AlgorithmCatalog.Create(problem, options, new(schedule, agent, Seed: 1)))
            .ToList();
        for (var agent = 0; agent < algorithms.Count; agent++)
        {
            algorithms[agent].Start(initialWeights(agent), round: 0);
        }

        return new TinyNetwork(algorithms, exchanges);
    }

    /// <summary>A three-class problem per agent, each around points of its own, and a 2-4-3 tanh model.</summary>
    public static IReadOnlyList<LocalProblem> Classification(
        int agents, int seed, Regularizer regularizer, int minibatch = 0)
    {
        const int rows = 20;
        var random = new Random(seed);
        var model = Model.MultilayerPerceptron([2, 4, 3], Activation.Tanh);
        return [.. Enumerable.Range(0, agents).Select(agent =>
        {
            var device = new HostDevice();
            var (inputs, targets) = (new float[rows * 2], new float[rows * 3]);
            for (var row = 0; row < rows; row++)
            {
                var label = (agent + random.Next(2)) % 3;
                inputs[2 * row] = (float)(Math.Cos(label * 2) + (0.5 * random.NextDouble()));
                inputs[(2 * row) + 1] = (float)(Math.Sin(label * 2) + (0.5 * random.NextDouble()));
                targets[(3 * row) + label] = 1;
            }

            var samples = new Samples(Upload(device, inputs, 2), Upload(device, targets, 3));
            var sampler = minibatch > 0 ? new MinibatchSampler(rows, minibatch, (ulong)agent) : null;
            var objective = new LocalObjective(
                device, model, SoftmaxCrossEntropyLoss.Instance, samples, 1.0 / (rows * agents), sampler);
            return new LocalProblem(device, objective, regularizer, agents);
        })];
    }

    /// <summary>Different first weights at every agent.</summary>
    public static Func<int, float[]> RandomWeights(int count, int seed) => agent =>
    {
        var random = new Random(seed + agent);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5))];
    };

    /// <summary>One more round at every agent.</summary>
    public async Task RunRoundAsync()
    {
        await Task.WhenAll(Algorithms.Zip(
            _exchanges,
            (algorithm, exchange) => algorithm.RoundAsync(_round, exchange, CancellationToken.None).AsTask()));
        _round++;
    }

    /// <summary>More rounds at every agent.</summary>
    public async Task RunAsync(int rounds)
    {
        for (var k = 0; k < rounds; k++)
        {
            await RunRoundAsync();
        }
    }

    /// <summary>The round to do next, for agents that have taken up a state of it.</summary>
    public void GoTo(int round) => _round = round;

    /// <summary>The values of a vector.</summary>
    public static float[] Values(DeviceVector vector)
    {
        var values = new float[vector.Length];
        using var device = new HostDevice();
        device.Download(vector, values);
        return values;
    }

    private static DeviceMatrix Upload(HostDevice device, float[] values, int columns)
    {
        var vector = device.Allocate(values.Length);
        device.Upload(values, vector);
        return vector.AsMatrix(values.Length / columns, columns);
    }
}
