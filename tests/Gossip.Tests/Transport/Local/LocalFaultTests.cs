using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Protocol;
using Murmuration.Gossip.Tests.Exchange;
using Murmuration.Gossip.Transport;
using Murmuration.Gossip.Transport.Local;

namespace Murmuration.Gossip.Tests.Transport.Local;

/// <summary>What becomes of the short way when something on it does not work.</summary>
public sealed class LocalFaultTests
{
    private const int VectorLength = 4;

    private static readonly Func<TcpNeighbourhoodOptions, TcpNeighbourhoodOptions> Hasty = one => one with
    {
        DeadlineFloor = TimeSpan.FromMilliseconds(50), DeadlineCeiling = TimeSpan.FromMilliseconds(200),
    };

    public static bool IsLinux => OperatingSystem.IsLinux();

    [Fact(SkipUnless = nameof(IsLinux), Skip = "Other systems have no such sockets")]
    public async Task Agents_meet_over_tcp_where_somebody_else_answers_the_short_way()
    {
        var options = LoopbackNetwork.Options(TestSchedules.Periodic(2, false, [[(0, 1)]]), VectorLength, 0);
        using var stop = new CancellationTokenSource();
        var squatters = options.Select(one => SquatAsync(one, stop.Token)).ToArray();
        var network = await Task.WhenAll(options.Select(
            one => TcpNeighbourhood.OpenAsync(one with { LocalLinks = true }, NullLogger.Instance)));
        await Task.WhenAll(network.Select(
            one => one.ExchangeAsync(0, new float[VectorLength], default).AsTask()));
        Assert.All(network, one => Assert.False(((TcpExchange)one).Links[0].Connection!.IsLocal));
        await Task.WhenAll(network.Select(exchange => exchange.DisposeAsync().AsTask()));
        await stop.CancelAsync();
        Assert.Contains(await Task.WhenAll(squatters), count => count > 0);
    }

    [Fact(SkipUnless = nameof(IsLinux), Skip = "Other systems have no such sockets")]
    public async Task Half_open_handshakes_of_both_ways_count_together()
    {
        await using var agent = await MetAgent.OpenAsync(
            isLocal: true, change: static one => one with { MaxHalfOpen = 1, HandshakesPerSecond = 1000 });
        await using var first = await RawNeighbour.ConnectLocallyAsync(agent.Address);
        await using var second = await RawNeighbour.ConnectAsync(agent.Address);
        await agent.Exchange.WhenAsync(static one => one.Counters.Refused == 1);
    }

    [Fact(SkipUnless = nameof(IsLinux), Skip = "Other systems have no such sockets")]
    public async Task Memory_that_could_not_be_read_is_not_tried_on_the_next_connection()
    {
        await using var agent = await MetAgent.OpenAsync(isLocal: true);
        await agent.OfferMemoryAsync();
        Assert.True(agent.Exchange.Links[0].Connection!.CanReadMemory);
        var space = new byte[FrameWriter.MaxBytes];
        await agent.Neighbour.SendAsync(
            space.AsMemory(0, FrameWriter.WriteShared(space, 0, 0, 0, [1f], 1, [], address: 8)));
        await agent.Neighbour.ReadToEndAsync();

        await agent.ComeBackAsync();
        var before = agent.Exchange.Counters.FramesReceived;
        await agent.SayMemoryAsync(canRead: false);
        await agent.Exchange.WhenAsync(one => one.Counters.FramesReceived > before);
        Assert.False(agent.Exchange.Links[0].Connection!.CanReadMemory);
    }

    [Fact]
    public void Memory_that_could_not_be_read_is_tried_again_after_a_while_or_in_another_process()
    {
        var clock = new ManualClock();
        var unreadable = new UnreadableMemory(clock);
        Assert.False(unreadable.Is(7));
        unreadable.Note(7);
        Assert.True(unreadable.Is(7));
        Assert.False(unreadable.Is(8));
        clock.Advance(UnreadableMemory.Validity);
        Assert.False(unreadable.Is(7));
    }

    [Fact(SkipUnless = nameof(IsLinux), Skip = "Other systems have no such sockets")]
    public async Task Memory_of_a_message_is_held_in_its_place_no_longer_than_its_round()
    {
        var network = await LoopbackNetwork.OpenAsync(
            TestSchedules.Periodic(2, false, [[(0, 1)]]), VectorLength, 0, one => one with { LocalLinks = true });
        for (var round = 0; round < 4; round++)
        {
            using var lent = new CountingMemory(VectorLength);
            await Task.WhenAll(network.Select(
                one => one.ExchangeAsync(round, lent.Memory, default).AsTask()));
            Assert.Equal(0, lent.Pins);
            Assert.True(lent.EverPinned || round < 3);
            await Task.WhenAll(network.Select(
                one => one.WhenAsync(static one => ((TcpExchange)one).Links[0].Connection!.IsShared)));
        }

        await Task.WhenAll(network.Select(exchange => exchange.DisposeAsync().AsTask()));
    }

    [Fact(SkipUnless = nameof(IsLinux), Skip = "Other systems have no such sockets")]
    public async Task What_a_neighbour_lends_is_confirmed_although_the_agent_is_not_in_the_round_yet()
    {
        await using var agent = await MetAgent.OpenAsync(isLocal: true, change: static one => one with
        {
            HeartbeatInterval = TimeSpan.FromDays(1), LinkTimeout = TimeSpan.FromDays(10),
        });
        await agent.OfferMemoryAsync();
        using var lent = new CountingMemory(1);
        using var pin = lent.Pin();
        var space = new byte[FrameWriter.MaxBytes];
        await agent.Neighbour.SendAsync(space.AsMemory(
            0, FrameWriter.WriteShared(space, 0, 0, 0, lent.GetSpan(), 1, [], AddressOf(pin))));
        do
        {
            await agent.Neighbour.ReadUntilAsync(FrameType.Heartbeat, vectorLength: 1);
        }
        while (agent.Neighbour.Header.ReadHeartbeat().Received < 0);
    }

    [Fact]
    public void Large_pages_are_not_asked_for_when_a_buffer_is_made_under_a_lock()
    {
        var buffer = new ReceiveBuffer(1 << 20, 0, new());
        Assert.False(buffer.IsPrepared);
        buffer.Prepare();
        Assert.True(buffer.IsPrepared);
    }

    [Fact(SkipUnless = nameof(IsLinux), Skip = "Other systems have no such sockets")]
    public async Task A_link_whose_neighbour_hangs_is_suspended_though_its_connection_ended_and_down_once_it_is_gone()
    {
        await using var agent = await MetAgent.OpenAsync(isLocal: true, change: Hasty);
        agent.NeighbourAddress.ListenSocket!.Listen();
        await agent.SayMemoryAsync(canRead: true);
        await agent.Exchange.WhenAsync(static one => ((TcpExchange)one).Links[0].Connection!.IsShared);
        Assert.Single(await agent.Exchange.ExchangeAsync(0, new float[1], default));
        await agent.Exchange.WhenAsync(static one => ((TcpExchange)one).Links[0].Connection is null);
        Assert.Equal(LinkCondition.Suspended, ConditionOf(agent.Exchange));

        agent.NeighbourAddress.ListenSocket!.Dispose();
        await agent.Exchange.WhenAsync(static one => ConditionOf(one) == LinkCondition.Down);
    }

    [Fact]
    public void A_neighbour_that_took_nothing_in_time_counts_as_late_for_as_long_as_a_connection_may_be_silent()
    {
        var clock = new ManualClock();
        var options = LoopbackNetwork.Options(TestSchedules.Periodic(2, false, [[(0, 1)]]), VectorLength, 0);
        var state = new RoundCore(options[0].Schedule, 0, new()).Links[0];
        var link = new NeighbourLink(options[0], state, 0, clock);
        var half = options[0].LinkTimeout / 2;
        link.NoteLate(silence: TimeSpan.FromSeconds(1));
        clock.Advance(half - TimeSpan.FromSeconds(2));
        Assert.True(link.IsLate);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(link.IsLate);
        link.NoteLate(silence: TimeSpan.Zero);
        link.ForgetLate();
        Assert.False(link.IsLate);
        Array.ForEach(options, static one => one.ListenSocket!.Dispose());
    }

    private static unsafe long AddressOf(MemoryHandle pin) => (long)pin.Pointer;

    private static LinkCondition ConditionOf(IRoundExchange exchange)
    {
        var links = new LinkStatus[1];
        exchange.ReadLinks(links);
        return links[0].Condition;
    }

    /// <summary>Listens at the name of an agent, and closes what it accepts.</summary>
    private static async Task<int> SquatAsync(TcpNeighbourhoodOptions at, CancellationToken stopping)
    {
        var port = ((IPEndPoint)at.ListenSocket!.LocalEndPoint!).Port;
        using var socket = LocalSocket.TryListen(new IPEndPoint(IPAddress.Loopback, port))!;
        for (var count = 0; ; count++)
        {
            try
            {
                (await socket.AcceptAsync(stopping)).Dispose();
            }
            catch (OperationCanceledException)
            {
                return count;
            }
        }
    }
}
