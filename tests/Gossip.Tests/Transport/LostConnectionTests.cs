using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Protocol;
using Murmuration.Gossip.Tests.Exchange;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Transport;

namespace Murmuration.Gossip.Tests.Transport;

public sealed class LostConnectionTests
{
    private const int VectorLength = 300_000;
    private static readonly TopologySchedule Pair = TestSchedules.Periodic(2, false, [[(0, 1)]]);

    [Theory]
    [InlineData(10)]
    [InlineData(700)]
    [InlineData(500_000)]
    [InlineData(1_200_900)]
    [InlineData(1_800_000)]
    public async Task A_connection_cut_within_a_message_loses_nothing(long cutAfterBytes)
    {
        var options = LoopbackNetwork.Options(Pair, VectorLength, 1);
        await using var proxy = new FaultyProxy(options[1].Schedule.Agents[1].Port, cutAfterBytes, 3_000_000);
        options[0] = options[0] with { Schedule = Through(options[0].Schedule, proxy.Port) };
        options[1] = LoopbackNetwork.CutOff(options[1], 0);
        var network = await Task.WhenAll(options.Select(one => TcpNeighbourhood.OpenAsync(one, NullLogger.Instance)));
        await Task.WhenAll(network.Select(exchange => RunAsync(exchange, 6)));
        Assert.Equal(2, proxy.CutCount);
        Assert.True(network[0].Counters.Reconnects >= 1);
    }

    [Fact]
    public async Task Connections_cut_between_rounds_lose_nothing()
    {
        var network = await LoopbackNetwork.OpenAsync(TestSchedules.Ring(4), 1000, 1);
        await Task.WhenAll(network.Select(exchange => RunAsync(exchange, 12, round =>
        {
            if (round % 4 == exchange.AgentIndex)
            {
                ((TcpExchange)exchange).Links[0].Connection?.Abort("cut by the test");
            }
        })));
        Assert.True(network.Sum(exchange => exchange.Counters.Reconnects) >= 3);
    }

    [Fact]
    public async Task A_census_survives_cut_connections()
    {
        var options = LoopbackNetwork.Options(Pair, 8, 0);
        await using var proxy = new FaultyProxy(options[1].Schedule.Agents[1].Port, 100_000, 600_000);
        options[0] = options[0] with { Schedule = Through(options[0].Schedule, proxy.Port) };
        options[1] = LoopbackNetwork.CutOff(options[1], 0);
        var network = await Task.WhenAll(options.Select(one => TcpNeighbourhood.OpenAsync(one, NullLogger.Instance)));
        var record = new byte[500_000];
        var censuses = await Task.WhenAll(network.Select(exchange => exchange.CensusAsync(record).AsTask()));
        Assert.All(censuses, records => Assert.All(records, one => Assert.True(one.Span.SequenceEqual(record))));
        Assert.True(proxy.CutCount >= 1);
        await Task.WhenAll(network.Select(exchange => exchange.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task Five_million_floats_arrive()
    {
        var network = await LoopbackNetwork.OpenAsync(Pair, 5_000_000, 1);
        await Task.WhenAll(network.Select(exchange => RunAsync(exchange, 2)));
    }

    [Fact]
    public async Task A_neighbour_that_never_appears_is_named()
    {
        var options = LoopbackNetwork.Options(Pair, 8, 0);
        options[1].ListenSocket!.Dispose();
        var failure = await Assert.ThrowsAsync<NeighbourMissingException>(() => TcpNeighbourhood.OpenAsync(
            options[0] with { ConnectTimeout = TimeSpan.FromMilliseconds(300) }, NullLogger.Instance));
        Assert.StartsWith(
            $"a1 (127.0.0.1:{options[0].Schedule.Agents[1].Port}) did not appear within 0.3 s: ",
            failure.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_round_goes_on_without_a_neighbour_that_vanishes_and_settles_when_it_is_back()
    {
        var options = Hasty(LoopbackNetwork.Options(Pair, 1, 0));
        var network = await Task.WhenAll(options.Select(one => TcpNeighbourhood.OpenAsync(one, NullLogger.Instance)));
        await Task.WhenAll(network.Select(one => one.CensusAsync(new byte[1]).AsTask()));
        await Task.WhenAll(network.Select(one => one.ExchangeAsync(0, new float[1], default).AsTask()));
        Assert.Single(await network[0].ExchangeAsync(1, new float[] { 10 }, default));
        Assert.Single(await network[0].ExchangeAsync(2, new float[] { 20 }, default));
        Assert.Equal(2, (await network[1].ExchangeAsync(1, new float[] { 11 }, default)).Count);
        await network[0].WhenAsync(one => one.SuspendedLinks == 0);
        var settlement = Assert.Single(
            (await network[0].ExchangeAsync(3, new float[] { 30 }, default)).Settlements.ToArray());
        Assert.Equal((1, 1, 0.5), (settlement.AgentIndex, settlement.Round, settlement.Weight));
        Assert.Equal((11f, 10f), (settlement.Theirs.Span[0], settlement.Own.Span[0]));
        await network[1].WhenAsync(one => one.NextRound() == new RoundStart(3, IsNewEpoch: false, Skipped: 1));
        await Task.WhenAll(network.Select(exchange => exchange.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task A_confirmation_of_a_round_that_was_given_up_does_not_disturb_the_goodbye()
    {
        var options = LoopbackNetwork.Options(Pair, 8, 0);
        var opening = TcpNeighbourhood.OpenAsync(options[1], NullLogger.Instance);
        await using var peer = await RawNeighbour.ConnectAsync(options[1]);
        await peer.ShakeHandsAsync(RawNeighbour.HandshakeOf(options[0], "a1"));
        await using var exchange = await opening;
        using var interrupt = new CancellationTokenSource();
        var round = exchange.ExchangeAsync(0, new float[8], default, interrupt.Token).AsTask();
        await peer.ReadUntilAsync(FrameType.Round, 8);
        await interrupt.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => round);
        var leaving = exchange.LeaveAsync(isForGood: false).AsTask();
        await peer.ReadUntilAsync(FrameType.Goodbye, 8);
        var late = new byte[FrameWriter.MaxBytes];
        await peer.SendAsync(late.AsMemory(0, FrameWriter.WriteHeartbeat(late, new(0, -1, 0))));
        peer.Close();
        await leaving;
        Assert.True(((TcpExchange)exchange).Links[0].HasTakenGoodbye);
    }

    [Fact]
    public async Task A_busy_port_is_named()
    {
        var options = LoopbackNetwork.Options(Pair, 8, 0);
        options[1].ListenSocket!.Listen();
        var failure = await Assert.ThrowsAsync<AddressException>(
            () => TcpNeighbourhood.OpenAsync(options[1] with { ListenSocket = null }, NullLogger.Instance));
        Assert.Equal(
            $"agent 'a1' cannot listen on 127.0.0.1:{options[1].Schedule.Agents[1].Port}: the port is busy",
            failure.Message);
        Array.ForEach(options, one => one.ListenSocket!.Dispose());
    }

    [Fact]
    public async Task An_address_that_nobody_knows_is_named()
    {
        var options = LoopbackNetwork.Options(Pair, 8, 0)[0];
        var agents = options.Schedule.Agents;
        var failure = await Assert.ThrowsAsync<AddressException>(() => TcpNeighbourhood.OpenAsync(
            options with
            {
                Insecure = true,
                ResolveTimeout = TimeSpan.Zero,
                Schedule = options.Schedule.WithAddresses([agents[0], agents[1] with { Host = "nobody.invalid" }]),
            },
            NullLogger.Instance));
        Assert.StartsWith(
            "cannot look up the address of a1 (nobody.invalid:", failure.Message, StringComparison.Ordinal);
    }

    private static TcpNeighbourhoodOptions[] Hasty(TcpNeighbourhoodOptions[] options) =>
    [
        .. options.Select(one => one with
        {
            DeadlineFloor = TimeSpan.FromMilliseconds(50), DeadlineCeiling = TimeSpan.FromMilliseconds(300),
        }),
    ];

    private static TopologySchedule Through(TopologySchedule schedule, int port) =>
        schedule.WithAddresses([schedule.Agents[0], schedule.Agents[1] with { Port = port }]);

    private static async Task RunAsync(IRoundExchange exchange, int rounds, Action<int>? before = null)
    {
        var vectors = new float[((TcpExchange)exchange).Options.VectorLength];
        for (var round = 0; round < rounds; round++)
        {
            before?.Invoke(round);
            Fill(vectors, exchange.AgentIndex, round);
            var messages = await exchange.ExchangeAsync(round, vectors, new double[] { round });
            foreach (var contribution in messages)
            {
                var expected = new float[vectors.Length];
                Fill(expected, contribution.AgentIndex, round);
                Assert.True(contribution.Vectors.Span.SequenceEqual(expected));
                Assert.Equal(round, contribution.Scalars.Span[0]);
            }
        }

        await exchange.LeaveAsync(isForGood: false);
        await exchange.DisposeAsync();
    }

    private static void Fill(float[] vectors, int agentIndex, int round)
    {
        for (var k = 0; k < vectors.Length; k++)
        {
            vectors[k] = (agentIndex * 31) + (round * 7) + (k % 1009);
        }
    }
}
