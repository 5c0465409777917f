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

/// <summary>A grid of agents with a tiny model over the in-memory exchange, driven round by round.</summary>
internal sealed class PipelineNetwork
{
    private const int Rows = 12;
    private static readonly int[] Widths = [3, 5, 4, 2];

    private readonly IReadOnlyList<IRoundExchange> _exchanges;
    private int _round;

    public PipelineNetwork(int groups, int modules, AlgorithmOptions options, int evaluateEvery = 1, int firstRound = 0)
    {
        Schedule = TopologySchedule.Generate(
            "pipeline",
            AgentAddress.Loopback(groups * modules),
            new() { Generator = "pipeline", Groups = groups, Modules = modules, Within = "complete" });
        (Options, _round) = (options, firstRound);
        Model = Model.MultilayerPerceptron(Widths, Activation.Tanh);
        Groups = [.. Enumerable.Range(0, groups).Select(group => Objective(group, groups, Rows))];
        Algorithms = [.. Enumerable.Range(0, groups * modules).Select(agent => Create(agent, evaluateEvery))];
        Modules = Model.Modules(modules);
        _exchanges = InMemoryNetwork.Create(
            Schedule,
            Model.WeightCount,
            scalarCount: 0,
            firstRound - 1,
            letterLength: AlgorithmCatalog.LetterLength(options, Model, Schedule),
            letterCapacity: AlgorithmCatalog.LetterCapacity(options));
    }

    public static Regularizer Regularizer { get; } = new(0, 0.01);

    public HostDevice Device { get; } = new();

    public TopologySchedule Schedule { get; }

    public AlgorithmOptions Options { get; }

    public Model Model { get; }

    public IReadOnlyList<Model> Modules { get; }

    public IReadOnlyList<IAlgorithm> Algorithms { get; }

    /// <summary>The cost of each data group on the whole model, for locked backpropagation.</summary>
    public IReadOnlyList<LocalObjective> Groups { get; }

    /// <summary>Different first weights at every agent.</summary>
    public PipelineNetwork Start()
    {
        for (var agent = 0; agent < Algorithms.Count; agent++)
        {
            Algorithms[agent].Start(TinyNetwork.RandomWeights(Model.WeightCount, seed: 3)(agent), _round);
        }

        return this;
    }

    /// <summary>The agent's own module, a copy.</summary>
    public float[] OwnWeights(int agent) => TinyNetwork.Values(Algorithms[agent].Weights)[Block(agent)];

    /// <summary>Where the weights of an agent's module lie among all.</summary>
    public Range Block(int agent)
    {
        var module = Schedule.Grid!.PlaceOf(agent).Module;
        var start = Modules.Take(module).Sum(one => one.WeightCount);
        return start..(start + Modules[module].WeightCount);
    }

    public async Task RunAsync(int rounds)
    {
        for (var end = _round + rounds; _round < end; _round++)
        {
            await Task.WhenAll(Algorithms.Select((_, agent) => RunOneAsync(agent, CancellationToken.None)));
        }
    }

    /// <summary>The round to do next, where agents have been driven one by one.</summary>
    public void GoTo(int round) => _round = round;

    /// <summary>The present round of one agent.</summary>
    public Task RunOneAsync(int agent, CancellationToken cancellation) =>
        Algorithms[agent].RoundAsync(_round, _exchanges[agent], cancellation).AsTask();

    /// <summary>The agent ends, and does not come back.</summary>
    public Task LoseAsync(int agent) => _exchanges[agent].LeaveAsync(isForGood: true).AsTask();

    /// <summary>A second network that goes on from what the algorithms of this one save.</summary>
    public PipelineNetwork Resume()
    {
        var network = new PipelineNetwork(
            Schedule.Grid!.Groups, Schedule.Grid.Modules, Options, firstRound: _round);
        foreach (var (old, young) in Algorithms.Zip(network.Algorithms))
        {
            var state = new AlgorithmState();
            old.Save(state);
            young.Load(state, _round);
        }

        return network;
    }

    private IAlgorithm Create(int agent, int evaluateEvery)
    {
        var (group, module) = Schedule.Grid!.PlaceOf(agent);
        var objective = Objective(group, Schedule.Grid.Groups, module == 0 ? Rows : 0);
        var problem = new LocalProblem(Device, objective, Regularizer, Schedule.Agents.Count);
        return AlgorithmCatalog.Create(
            problem, Options, new(Schedule, agent, Seed: 1) { EvaluateEvery = evaluateEvery });
    }

    private LocalObjective Objective(int group, int groups, int rows)
    {
        var random = new Random(group);
        var samples = new Samples(Draw(random, rows, Widths[0]), Draw(random, rows, Widths[^1]));
        var sampler = rows > 0 ? new MinibatchSampler(rows, Options.Minibatch, (ulong)group) : null;
        return new LocalObjective(Device, Model, SquaredLoss.Instance, samples, 1.0 / (Rows * groups), sampler);
    }

    private DeviceMatrix Draw(Random random, int rows, int columns)
    {
        var vector = Device.Allocate(rows * columns);
        Device.Upload([.. Enumerable.Range(0, rows * columns).Select(_ => random.NextSingle() - 0.5f)], vector);
        return vector.AsMatrix(rows, columns);
    }
}
