using System.Net;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Transport;

namespace Murmuration.Benchmarks;

/// <summary>One exchange round of 8 agents on a ring within one process: 16 messages. The congestion control of
/// loopback TCP is the system's.</summary>
[MemoryDiagnoser]
public class ExchangeBenchmarks
{
    private const int AgentCount = 8;
    private readonly Task[] _pending = new Task[AgentCount];
    private IReadOnlyList<IRoundExchange> _network = [];
    private float[][] _vectors = [];
    private int _round;

    [Params(10_000, 1_000_000, 25_000_000)]
    public int Floats { get; set; }

    [Params("memory", "tcp")]
    public string Transport { get; set; } = "memory";

    [GlobalSetup]
    public async Task Setup()
    {
        var agents = string.Join(
            ',', AgentAddress.Loopback(AgentCount).Select(agent =>
                $$"""{"id":"{{agent.Id}}","address":"{{agent.Address}}"}"""));
        var links = string.Join(
            ',', Enumerable.Range(0, AgentCount).Select(i => $"[\"a{i}\",\"a{(i + 1) % AgentCount}\"]"));
        var schedule = TopologySchedule.Parse(
            $$"""{"name":"ring","agents":[{{agents}}],"schedule":{"links":[{{links}}]} }""", "ring");
        _vectors = [.. Enumerable.Range(0, AgentCount).Select(_ => new float[Floats])];
        _network = Transport == "memory"
            ? InMemoryNetwork.Create(schedule, Floats, 1)
            : await OpenTcpAsync(schedule);
    }

    [GlobalCleanup]
    public async Task Cleanup() =>
        await Task.WhenAll(_network.Select(exchange => exchange.DisposeAsync().AsTask()));

    [Benchmark]
    public Task Round()
    {
        for (var i = 0; i < AgentCount; i++)
        {
            _pending[i] = _network[i].ExchangeAsync(_round, _vectors[i], new double[1]).AsTask();
        }

        _round++;
        return Task.WhenAll(_pending);
    }

    private async Task<IReadOnlyList<IRoundExchange>> OpenTcpAsync(TopologySchedule schedule)
    {
        var sockets = TcpNeighbourhood.BindLoopback(AgentCount);
        var addressed = schedule.WithAddresses([.. schedule.Agents.Select(
            (agent, i) => agent with { Port = ((IPEndPoint)sockets[i].LocalEndPoint!).Port })]);
        return await Task.WhenAll(sockets.Select((socket, i) => TcpNeighbourhood.OpenAsync(
            new()
            {
                Schedule = addressed,
                AgentIndex = i,
                RunId = "benchmark",
                ModelFingerprint = "none",
                VectorLength = Floats,
                ScalarCount = 1,
                ListenSocket = socket,
            },
            NullLogger.Instance)));
    }
}
