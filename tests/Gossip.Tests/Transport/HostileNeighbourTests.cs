using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Protocol;
using Murmuration.Gossip.Tests.Exchange;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Transport;

namespace Murmuration.Gossip.Tests.Transport;

/// <summary>Frames that are valid one by one, from a neighbour that means no good.</summary>
public sealed class HostileNeighbourTests
{
    private const long MemoryCap = 20_000_000;
    private static readonly TopologySchedule Pair = TestSchedules.Periodic(2, false, [[(0, 1)]]);
    private static readonly TopologySchedule Path = TestSchedules.Periodic(3, false, [[(0, 1), (1, 2)]]);
    private readonly byte[] _space = new byte[FrameWriter.MaxBytes];

    [Fact]
    public async Task A_captured_hello_sent_again_disturbs_nobody()
    {
        var options = LoopbackNetwork.Options(Pair, 8, 0);
        var network = await Task.WhenAll(options.Select(one => TcpNeighbourhood.OpenAsync(one, NullLogger.Instance)));
        await RoundAsync(network, 0);
        await RoundAsync(network, 1);
        LinkGreeting[] captured =
        [
            new(network[0].Incarnation, 0, -1, -1, new(-1, -1, -1)),
            new(network[0].Incarnation, network[1].Incarnation, 0, 0, new(0, -1, 0)),
        ];
        foreach (var link in captured)
        {
            await using var stranger = await RawNeighbour.ConnectAsync(options[1]);
            var hello = RawNeighbour.HandshakeOf(options[0], "a1") with { Link = link };
            Assert.Equal(FrameType.Reject, await stranger.ShakeHandsAsync(hello));
        }

        await RoundAsync(network, 2);
        Assert.All(network, exchange => Assert.Equal(0, exchange.Counters.Reconnects));
        await Task.WhenAll(network.Select(exchange => exchange.DisposeAsync().AsTask()));
    }

    [Theory]
    [InlineData(long.MaxValue, 0, 0)]
    [InlineData(1, long.MaxValue, 0)]
    [InlineData(1, 0, FrameFormat.MaxRound)]
    public async Task A_hello_that_cannot_be_true_is_not_answered(long life, long peer, int round)
    {
        var options = LoopbackNetwork.Options(Pair, 8, 0);
        var opening = TcpNeighbourhood.OpenAsync(options[1], NullLogger.Instance);
        await using var liar = await RawNeighbour.ConnectAsync(options[1]);
        var hello = RawNeighbour.HandshakeOf(options[0], "a1");
        var untrue = hello with { Link = new(life, peer, -1, -1, new(-1, -1, round)) };
        Assert.Equal(FrameType.None, await liar.ShakeHandsAsync(untrue));
        await using var decent = await RawNeighbour.ConnectAsync(options[1]);
        Assert.Equal(FrameType.Welcome, await decent.ShakeHandsAsync(hello));
        await using var exchange = await opening;
        Assert.Equal(1, exchange.Counters.Refused);
    }

    [Fact]
    public async Task A_round_sent_again_is_counted_and_does_not_count()
    {
        var options = LoopbackNetwork.Options(Pair, 8, 0);
        var opening = TcpNeighbourhood.OpenAsync(options[1], NullLogger.Instance);
        await using var peer = await MetAsync(options);
        await using var exchange = await opening;
        var vectors = new float[8];
        var round = exchange.ExchangeAsync(0, new float[8], default).AsTask();
        for (var time = 0; time < 3; time++)
        {
            await peer.SendAsync(Frame(FrameWriter.WriteRound(
                _space, 0, ((TcpExchange)exchange).Core.Epoch, 0, vectors, 8, default)));
            await peer.SendAsync(MemoryMarshal.AsBytes(vectors.AsSpan()).ToArray());
            vectors[0]++;
        }

        await peer.SendAsync(Frame(FrameWriter.WriteHeartbeat(_space, new(0, -1, 0))));
        Assert.Equal([0f, 0f], (await round).Select(one => one.Vectors.Span[0]));
        await exchange.WhenAsync(one => one.Counters.Duplicates == 2);
    }

    [Fact]
    public async Task A_flood_of_records_and_heartbeats_takes_no_memory()
    {
        const int records = 50_000;
        var options = LoopbackNetwork.Options(Path, 8, 0);
        var openings = options[1..].Select(one => TcpNeighbourhood.OpenAsync(one, NullLogger.Instance)).ToArray();
        await using var peer = await MetAsync(options);
        var network = await Task.WhenAll(openings);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var payload = new byte[300];
        for (var sequence = 1; sequence <= records; sequence++)
        {
            var record = new AgentRecord(0, 1, sequence, AgentStatus.Present, 0, -1, payload);
            await peer.SendAsync(Frame(FrameWriter.WriteBulletin(_space, record)));
            await peer.SendAsync(payload);
            await peer.SendAsync(Frame(FrameWriter.WriteHeartbeat(_space, new(-1, -1, 0))));
        }

        foreach (var exchange in network)
        {
            await exchange.WhenAsync(one => one.Records[0].Sequence == records);
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, MemoryCap);
        await Task.WhenAll(network.Select(exchange => exchange.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task A_neighbour_that_comes_and_goes_cannot_fill_the_log()
    {
        var options = LoopbackNetwork.Options(Pair, 8, 0);
        var log = new LogLines();
        var opening = TcpNeighbourhood.OpenAsync(options[1] with { HandshakesPerSecond = 100_000 }, log);
        await using (await MetAsync(options))
        {
        }

        await using var exchange = await opening;
        for (var time = 0; time < 200; time++)
        {
            await using var peer = await MetAsync(options);
            await peer.SendAsync("nonsense that is no frame"u8.ToArray());
            await peer.ReadToEndAsync();
        }

        Assert.InRange(log.Count("a0"), 1, 60);
    }

    [Theory]
    [InlineData(0, Bulletin.LastSequence, AgentStatus.Departed)]
    [InlineData(0, FrameFormat.MaxSequence - 1, AgentStatus.Present)]
    [InlineData(3_600_000, 0, AgentStatus.Present)]
    public async Task An_agent_that_is_disowned_goes_on_in_a_new_life(int later, long sequence, AgentStatus status)
    {
        var options = LoopbackNetwork.Options(Pair, 8, 0);
        var opening = TcpNeighbourhood.OpenAsync(options[1], NullLogger.Instance);
        await using var peer = await MetAsync(options);
        await using var exchange = await opening;
        var life = exchange.Incarnation + later;
        await peer.SendAsync(Frame(
            FrameWriter.WriteBulletin(_space, new(1, life, sequence, status, 0, -1, default))));
        await exchange.WhenAsync(one => ((TcpExchange)one).Bulletin.IsDisowned);
        exchange.NextRound();
        Assert.True(exchange.Incarnation > life);
        await peer.ReadToEndAsync();
        await using var again = await MetAsync(options);
        Assert.Equal(exchange.Incarnation, again.Header.ReadHandshake().Link.Incarnation);
    }

    [Fact]
    public async Task Half_a_hello_is_cut_in_time()
    {
        var options = LoopbackNetwork.Options(Pair, 8, 0);
        var clock = new ManualClock();
        var opening = TcpNeighbourhood.OpenAsync(options[1], NullLogger.Instance, clock);
        await using var slow = await RawNeighbour.ConnectAsync(options[1]);
        await slow.SendAsync(_space.AsMemory(
            0, FrameWriter.WriteHello(_space, RawNeighbour.HandshakeOf(options[0], "a1")) / 2));
        await clock.TimerOfAsync(options[1].HandshakeTimeout);
        clock.Advance(options[1].HandshakeTimeout);
        await slow.ReadToEndAsync();
        await using var decent = await MetAsync(options);
        await using var exchange = await opening;
        Assert.Equal(1, exchange.Counters.Refused);
    }

    private static async Task<RawNeighbour> MetAsync(TcpNeighbourhoodOptions[] options)
    {
        var peer = await RawNeighbour.ConnectAsync(options[1]);
        Assert.Equal(FrameType.Welcome, await peer.ShakeHandsAsync(RawNeighbour.HandshakeOf(options[0], "a1")));
        return peer;
    }

    private static Task<RoundMessages[]> RoundAsync(IRoundExchange[] network, int round) =>
        Task.WhenAll(network.Select(exchange => exchange.ExchangeAsync(round, new float[8], default).AsTask()));

    private byte[] Frame(int length) => _space[..length];
}
