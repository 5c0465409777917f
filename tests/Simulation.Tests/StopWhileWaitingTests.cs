using Microsoft.Extensions.Logging.Abstractions;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Training;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Transport;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Simulation.Tests.Virtual;

namespace Murmuration.Simulation.Tests;

/// <summary>A request to stop reaches an agent that is through with its rounds and waits for the others.</summary>
public sealed class StopWhileWaitingTests : IDisposable
{
    private const int Rounds = 3;

    private static readonly TopologySchedule Pair = TopologySchedule.Parse(
        """{ "name": "pair", "agents": 2, "schedule": { "generator": "star" } }""");

    private static readonly RunOptions Run = new()
    {
        Rounds = Rounds,
        Data = new() { Samples = 20, TestSamples = 1 },
        Model = new() { Hidden = [2] },
        Algorithm = new() { Name = AlgorithmKind.Easgd, Asynchronous = true, Eta = 0.01, Minibatch = 5 },
    };

    private readonly HostDevice _device = new();
    private readonly RunControl _control = new();

    public void Dispose()
    {
        _control.Dispose();
        _device.Dispose();
    }

    /// <summary>On a clock that stands still an agent tells of its rounds at the start and when all are done.</summary>
    [Fact]
    public async Task All_are_asked_to_stop_by_the_agent_that_waits()
    {
        var data = DataLoader.Load(Run.Data, ".", Run.Seed);
        var plan = ModelPlan.For(Run, data);
        var network = InMemoryNetwork.Create(
            Pair, 0, 0, time: new VirtualProcess(new()).Time, letterLength: plan.LetterLength(Run, Pair));
        var running = Task.Run(new AgentRun(
            SetupOf(data), plan, network[0], Resumption.None, checkpoints: null, _control, new SinkGroup(),
            TimeProvider.System, NullLogger.Instance).RunAsync);
        var other = network[1];
        await NetworkCensus.TakeAsync(other, FeatureStatistics.Of(data.Train), default, CancellationToken.None);
        while (other.Records[0].Round < Rounds && !running.IsCompleted)
        {
            await Task.Yield();
        }

        Assert.Null(other.StopAt);
        _control.StopAll();
        Assert.NotNull(other.StopAt);
        await EndAsync(other);
        Assert.Equal(Rounds, (await running).Rounds);
    }

    private static async Task EndAsync(IRoundExchange exchange)
    {
        while (!await exchange.AgreeOnStopAsync(exchange.StopAt!.Value))
        {
        }

        await exchange.LeaveAsync(isForGood: false);
        await exchange.DisposeAsync();
    }

    private AgentSetup SetupOf(DatasetPair data) => new()
    {
        Schedule = Pair,
        AgentIndex = 0,
        Run = Run,
        Partition = data.Train,
        Scale = data.Scale,
        Test = null,
        Device = _device,
    };
}
