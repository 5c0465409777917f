using Microsoft.Extensions.Logging.Abstractions;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Protocol;
using Murmuration.Gossip.Tests.Exchange;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Transport;

namespace Murmuration.Gossip.Tests.Transport;

/// <summary>Both ends of a link dial, and it has one connection.</summary>
public sealed class TwoDialersTests
{
    private static readonly TopologySchedule Pair = TestSchedules.Periodic(2, false, [[(0, 1)]]);
    private static readonly TopologySchedule Complete =
        TestSchedules.Periodic(4, false, [[(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]]);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task One_side_that_can_reach_the_other_is_enough(int mute)
    {
        var options = LoopbackNetwork.Options(Pair, 8, 0);
        options[mute] = LoopbackNetwork.CutOff(options[mute], 1 - mute);
        var network = await Task.WhenAll(options.Select(one => TcpNeighbourhood.OpenAsync(one, NullLogger.Instance)));
        await Task.WhenAll(network.Select(exchange => RunAsync(exchange, 4)));
    }

    [Fact]
    public async Task Agents_that_dial_each_other_at_once_end_with_one_connection_per_link()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var network = await LoopbackNetwork.OpenAsync(
                Complete, 8, 0, one => one with { HeadStart = TimeSpan.Zero, Seed = seed });
            await Task.WhenAll(network.Select(exchange => RunAsync(exchange, 4)));
            Assert.All(network, exchange => Assert.Equal(0, exchange.Counters.Reconnects));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Connections_cut_again_and_again_at_either_end_lose_nothing(int seed)
    {
        var network = await LoopbackNetwork.OpenAsync(
            Complete, 8, 0, one => one with { HeadStart = TimeSpan.Zero, Seed = seed });
        await Task.WhenAll(network.Select(exchange =>
        {
            var random = new Random((31 * seed) + exchange.AgentIndex);
            return RunAsync(exchange, 40, own =>
            {
                if (random.Next(4) == 0)
                {
                    own.ConnectionOf(own.Links[random.Next(own.Links.Count)])?.Abort("cut by the test");
                }
            });
        }));
        Assert.All(network, exchange => Assert.Equal(0, exchange.Counters.Suspended));
        Assert.True(network.Sum(exchange => exchange.Counters.Reconnects) >= 10);
    }

    [Fact]
    public async Task The_one_that_dials_first_sends_the_other_away_while_it_awaits_an_answer()
    {
        var options = LoopbackNetwork.Options(Pair, 8, 0);
        var opening = TcpNeighbourhood.OpenAsync(options[0], NullLogger.Instance);
        await using var dialed = await RawNeighbour.AcceptAsync(options[1]);
        Assert.Equal(FrameType.Hello, await dialed.ReadAsync());
        var own = RawNeighbour.HandshakeOf(options[1], "a0");
        await using (var crossing = await RawNeighbour.ConnectAsync(options[0]))
        {
            Assert.Equal(FrameType.Reject, await crossing.ShakeHandsAsync(own));
            Assert.Equal(RejectCode.Busy, crossing.Header.ReadReject().Code);
        }

        await dialed.AnswerAsync(own);
        await using var exchange = await opening;
        Assert.Equal((0, 0), (exchange.Counters.Refused, exchange.Counters.Reconnects));
        options[1].ListenSocket!.Dispose();
    }

    [Fact]
    public async Task The_one_that_dials_second_lets_the_other_in_while_it_awaits_an_answer()
    {
        var options = LoopbackNetwork.Options(Pair, 8, 0);
        var opening = TcpNeighbourhood.OpenAsync(
            options[1] with { HeadStart = TimeSpan.Zero }, NullLogger.Instance);
        await using var dialed = await RawNeighbour.AcceptAsync(options[0]);
        Assert.Equal(FrameType.Hello, await dialed.ReadAsync());
        var own = RawNeighbour.HandshakeOf(options[0], "a1");
        await using var crossing = await RawNeighbour.ConnectAsync(options[1]);
        Assert.Equal(FrameType.Welcome, await crossing.ShakeHandsAsync(own));
        await dialed.AnswerAsync(own);
        await dialed.ReadToEndAsync();
        await using var exchange = await opening;
        Assert.Equal((0, 0), (exchange.Counters.Refused, exchange.Counters.Reconnects));
        options[0].ListenSocket!.Dispose();
    }

    [Fact]
    public async Task A_connection_is_held_on_to_while_it_lives_and_replaced_when_it_is_of_an_old_life()
    {
        var options = LoopbackNetwork.Options(Pair, 8, 0);
        var opening = TcpNeighbourhood.OpenAsync(
            options[0] with { HeartbeatInterval = TimeSpan.FromSeconds(5) }, NullLogger.Instance);
        var own = RawNeighbour.HandshakeOf(options[1], "a0");
        await using var first = await RawNeighbour.AcceptAsync(options[1]);
        await first.WelcomeAsync(own);
        await using var exchange = await opening;
        Assert.Equal(RejectCode.Busy, await DialAsync(options[0], own));
        Assert.Null(await DialAsync(options[0], own with { Link = own.Link with { Incarnation = 2 } }));
        await first.ReadToEndAsync();
        options[1].ListenSocket!.Dispose();
    }

    [Fact]
    public async Task A_connection_that_is_silent_is_replaced()
    {
        var options = LoopbackNetwork.Options(Pair, 8, 0);
        var opening = TcpNeighbourhood.OpenAsync(
            options[0] with { HeartbeatInterval = TimeSpan.FromMilliseconds(40), HandshakesPerSecond = 100_000 },
            NullLogger.Instance);
        var own = RawNeighbour.HandshakeOf(options[1], "a0");
        await using var first = await RawNeighbour.AcceptAsync(options[1]);
        await first.WelcomeAsync(own);
        await using var exchange = await opening;
        own = own with { Link = own.Link with { PeerIncarnation = exchange.Incarnation } };
        while (await DialAsync(options[0], own) is { } code)
        {
            Assert.Equal(RejectCode.Busy, code);
        }

        await first.ReadToEndAsync();
        options[1].ListenSocket!.Dispose();
    }

    /// <summary>Gives the code of a refusal, null for a welcome.</summary>
    private static async Task<RejectCode?> DialAsync(TcpNeighbourhoodOptions to, Handshake hello)
    {
        await using var peer = await RawNeighbour.ConnectAsync(to);
        if (await peer.ShakeHandsAsync(hello) == FrameType.Reject)
        {
            return peer.Header.ReadReject().Code;
        }

        Assert.Equal(FrameType.Welcome, peer.Header.Type);
        return null;
    }

    private static async Task RunAsync(IRoundExchange exchange, int rounds, Action<TcpExchange>? before = null)
    {
        for (var round = 0; round < rounds; round++)
        {
            before?.Invoke((TcpExchange)exchange);
            var vectors = new float[8];
            vectors.AsSpan().Fill((10 * exchange.AgentIndex) + round);
            var messages = await exchange.ExchangeAsync(round, vectors, default);
            Assert.Equal(exchange.AgentCount, messages.Count);
            Assert.All(messages, one => Assert.Equal((10 * one.AgentIndex) + round, one.Vectors.Span[7]));
        }

        await exchange.LeaveAsync(isForGood: false);
        await exchange.DisposeAsync();
    }
}
