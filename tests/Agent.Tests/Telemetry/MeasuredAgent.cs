using Murmuration.Agent.Checkpoints;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Telemetry;
using Murmuration.Agent.Telemetry.Prometheus;
using Murmuration.Agent.Training;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Transport;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Telemetry;

/// <summary>One of two agents, with its instruments and all that they look at.</summary>
internal sealed class MeasuredAgent : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HostDevice _device = new(1);
    private readonly RunControl _control = new();
    private readonly IReadOnlyList<IRoundExchange> _network;

    /// <summary>Makes an agent of a run with such a name.</summary>
    public MeasuredAgent(string run = "measured")
    {
        _folder.Write("t.json", """{ "name": "pair", "agents": ["a0", "a1"], "schedule": { "generator": "ring" } }""");
        var setup = new AgentSetup
        {
            Schedule = TopologySchedule.Load(_folder.File("t.json")),
            AgentIndex = 0,
            Run = new RunOptions { Name = run, Rounds = 100 },
            Partition = DataLoader.Load(new DataOptions { Samples = 20, TestSamples = 1 }, ".", seed: 1).Train,
            Scale = DataScale.None,
            Test = null,
            Device = _device,
        };
        _network = InMemoryNetwork.Create(setup.Schedule, 4, 0);
        Collector = new();
        Meter = new(setup, _control, new(setup, _control, TimeProvider.System), TimeProvider.System);
    }

    /// <summary>Its instruments.</summary>
    public AgentMeter Meter { get; }

    /// <summary>What reads them.</summary>
    public PrometheusCollector Collector { get; }

    /// <summary>The agent's exchange.</summary>
    public IRoundExchange Exchange => _network[0];

    public void Dispose()
    {
        Meter.Dispose();
        Collector.Dispose();
        _control.Dispose();
        _device.Dispose();
        _folder.Dispose();
    }

    /// <summary>Does rounds and all else that is measured, so that every instrument has something to tell.</summary>
    public async Task TrainAsync()
    {
        _control.Exchange = _network[0];
        Meter.OnRound(Metrics(0));
        for (var round = 0; round < 3; round++)
        {
            await Task.WhenAll(
                _network.Select(exchange => exchange.ExchangeAsync(round, new float[4], default).AsTask()));
            Meter.OnRound(Metrics(round + 1));
        }

        foreach (var exchange in _network)
        {
            var news = AgentNews.Of(Metrics(3), 10, 2).WithSketches(Metrics(3));
            exchange.Publish(3, news.ToBytes());
        }

        Meter.MeasureCheckpoint(() => _folder.Write("checkpoint", [1, 2, 3]));
        Assert.Throws<CheckpointException>(() => Meter.MeasureCheckpoint(() => throw new CheckpointException("full")));
    }

    private static RoundMetrics Metrics(int round) => new()
    {
        Agent = "a0",
        Round = round,
        Seconds = round,
        Cost = 0.25,
        Penalty = 0.5,
        TestCost = 0.125,
        TestAccuracy = 0.75,
        Disagreement = 1e-6,
        GradientNorm = 2,
        TrackingSketch = new double[CountSketch.BucketCount],
        Stationarity = 0.5,
        StationaritySketch = new float[CountSketch.BucketCount],
        Tau = 1,
        StepSize = 0.5,
        Staleness = 0,
        SolverIterations = 7,
        SecondsComputing = 0.02,
        SecondsWaiting = 0.003,
    };
}
