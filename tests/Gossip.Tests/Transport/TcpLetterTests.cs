using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Protocol;
using Murmuration.Gossip.Tests.Exchange;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Transport;

namespace Murmuration.Gossip.Tests.Transport;

/// <summary>Letters over connections that are lost, agents that come back, and neighbours that do not keep to the
/// window.</summary>
public sealed class TcpLetterTests
{
    private const int LetterLength = 300_000;
    private const int Capacity = LetterLimits.DefaultCapacity;
    private static readonly TopologySchedule Pair = TestSchedules.Periodic(2, false, [[(0, 1)]]);
    private readonly byte[] _space = new byte[FrameWriter.MaxBytes];

    [Theory]
    [InlineData(700)]
    [InlineData(500_000)]
    [InlineData(1_200_900)]
    [InlineData(2_500_000)]
    public async Task A_connection_cut_within_a_letter_loses_and_doubles_nothing(long cutAfterBytes)
    {
        var options = Options();
        await using var proxy = new FaultyProxy(options[1].Schedule.Agents[1].Port, cutAfterBytes, 3_000_000);
        var agents = options[0].Schedule.Agents;
        options[0] = options[0] with
        {
            Schedule = options[0].Schedule.WithAddresses([agents[0], agents[1] with { Port = proxy.Port }]),
        };
        options[1] = LoopbackNetwork.CutOff(options[1], 0);
        var network = await OpenAsync(options);
        await Task.WhenAll(SendAsync(network[0], 0, 12), ReceiveAsync(network[1], 0, 12));
        Assert.Equal(2, proxy.CutCount);
        await CloseAsync(network);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Connections_aborted_among_letters_lose_and_double_nothing(bool isSecure)
    {
        using var authority = new TestAuthority();
        var options = Options();
        var network = await OpenAsync(isSecure ? [.. options.Select(authority.Secure)] : options);
        await Task.WhenAll(
            SendAsync(network[0], 0, 60),
            SendAsync(network[1], 0, 60),
            ReceiveAsync(network[0], 0, 60, AbortAsync),
            ReceiveAsync(network[1], 0, 60, AbortAsync));
        Assert.True(network[0].Counters.Reconnects >= 3);
        Assert.Equal(0, network.Sum(exchange => exchange.Counters.LettersDropped));
        await CloseAsync(network);

        async Task AbortAsync(int number)
        {
            if (number % 10 == 5)
            {
                // More letters come between two of these than may wait, so each meets another connection.
                var cut = network[number / 10 % 2];
                var link = ((TcpExchange)cut).Links[0];
                await cut.WhenAsync(_ => link.Connection is not null);
                link.Connection?.Abort("cut by the test");
            }
        }
    }

    [Fact]
    public async Task Agents_that_end_in_order_and_come_back_lose_and_double_nothing()
    {
        var options = Options();
        var network = await OpenAsync(options);
        await Task.WhenAll(SendAsync(network[0], 0, 10), ReceiveAsync(network[1], 0, 8));
        await Task.WhenAll(SendAsync(network[1], 0, 3), ReceiveAsync(network[0], 0, 1));
        for (var time = 1; time <= 3; time++)
        {
            var states = await StopAsync(network);
            network = await OpenAsync([.. options.Zip(states, static (one, state) => Again(one, state))]);
            await Task.WhenAll(SendAsync(network[0], 10 * time, 10), ReceiveAsync(network[1], (10 * time) - 2, 10));
        }

        await ReceiveAsync(network[0], 1, 2);
        await ReceiveAsync(network[1], 38, 2);
        Assert.Null(network[1].Mailbox.TryReceive());
        await CloseAsync(network);
    }

    [Fact]
    public async Task One_that_is_away_finds_its_letters_when_it_comes_back()
    {
        var options = Options();
        var network = await OpenAsync(options);
        await SendAsync(network[0], 0, 1);
        await network[1].LeaveAsync(isForGood: false);
        var state = network[1].SaveState();
        await network[1].DisposeAsync();
        await SendAsync(network[0], 1, Capacity - 1);
        Assert.False(network[0].Mailbox.TrySend(1, 0, []));
        network[1] = await TcpNeighbourhood.OpenAsync(Again(options[1], state), NullLogger.Instance);
        await ReceiveAsync(network[1], 0, Capacity);
        await CloseAsync(network);
    }

    [Fact]
    public async Task One_that_comes_back_without_its_state_counts_anew()
    {
        var options = Options();
        var network = await OpenAsync(options);
        await Task.WhenAll(SendAsync(network[0], 0, 3), ReceiveAsync(network[1], 0, 1));
        await SendAsync(network[1], 0, 2);
        await network[0].WhenAsync(static one => LettersOf(one).Inbox.Arrived == 2);
        await network[0].WhenAsync(static one => LettersOf(one).Outbox.Confirmed == 1);
        await network[1].DisposeAsync();
        var life = network[1].Incarnation;
        network[1] = await TcpNeighbourhood.OpenAsync(Again(options[1], null), NullLogger.Instance);
        await network[0].WhenAsync(one => one.Counters.LettersDropped == 4);
        await network[0].WhenAsync(one => one.Records.Count == 2 && one.Records[1].Incarnation > life);
        await Task.WhenAll(SendAsync(network[0], 0, 6), ReceiveAsync(network[1], 0, 6));
        await Task.WhenAll(SendAsync(network[1], 0, 6), ReceiveAsync(network[0], 0, 6));
        await CloseAsync(network);
    }

    [Fact]
    public async Task One_that_is_held_for_dead_gets_nothing_until_its_next_life()
    {
        var network = await OpenAsync(Options());
        await network[0].WhenAsync(static one => one.Records.Count == 2);
        while (network[0].Mailbox.TrySend(1, 0, []))
        {
        }

        var sending = network[0].Mailbox.SendAsync(1, 0, default).AsTask();
        Assert.True(((TcpExchange)network[0]).Bulletin.Bury(1));
        Assert.False(await sending);
        Assert.Equal(Capacity, network[0].Counters.LettersDropped);
        await network[1].WhenAsync(static one => ((TcpExchange)one).Bulletin.IsDisowned);
        network[1].NextRound();
        await network[0].WhenAsync(static one => one.Mailbox.TrySend(1, 7, []));
        Assert.Equal(7, (await network[1].Mailbox.ReceiveAsync()).Kind);
        await CloseAsync(network);
    }

    [Fact]
    public async Task A_full_inbox_stops_no_heartbeats_and_no_records()
    {
        var options = Options();
        var opening = TcpNeighbourhood.OpenAsync(options[1], NullLogger.Instance);
        await using var peer = await MetAsync(options);
        await using var exchange = await opening;
        for (var number = 0; number < Capacity; number++)
        {
            await SendLetterAsync(peer, number);
        }

        await exchange.WhenAsync(static one => LettersOf(one).Inbox.Arrived == Capacity);
        await peer.SendAsync(Frame(FrameWriter.WriteHeartbeat(_space, new(-1, -1, 5))));
        await exchange.WhenAsync(static one => ((TcpExchange)one).Links[0].State.PeerRound == 5);
        await peer.SendAsync(Frame(FrameWriter.WriteBulletin(
            _space, new(0, 1, 9, AgentStatus.Present, 4, -1, default))));
        await exchange.WhenAsync(static one => one.Records[0].Round == 4);
        await SendLetterAsync(peer, Capacity);
        await peer.ReadToEndAsync();
        Assert.Equal(Capacity, LettersOf(exchange).Inbox.Arrived);
    }

    [Fact]
    public async Task A_letter_sent_again_is_passed_over_and_counted()
    {
        var options = Options();
        var opening = TcpNeighbourhood.OpenAsync(options[1], NullLogger.Instance);
        await using var peer = await MetAsync(options);
        await using var exchange = await opening;
        foreach (var number in new[] { 0, 0, 1, 0 })
        {
            await SendLetterAsync(peer, number);
        }

        await exchange.WhenAsync(static one => one.Counters.Duplicates == 2);
        for (var number = 0; number < 2; number++)
        {
            using var letter = await exchange.Mailbox.ReceiveAsync();
            Assert.Equal(number, letter.Number);
        }

        Assert.Null(exchange.Mailbox.TryReceive());
    }

    private static LetterLink LettersOf(IRoundExchange exchange) => ((TcpExchange)exchange).Links[0].State.Letters;

    private static TcpNeighbourhoodOptions[] Options() =>
        [.. LoopbackNetwork.Options(Pair, 1, 0).Select(one => one with { LetterLength = LetterLength })];

    private static TcpNeighbourhoodOptions Again(TcpNeighbourhoodOptions options, ReadOnlyMemory<byte>? state) =>
        options with { ListenSocket = null, State = state };

    private static async Task<IRoundExchange[]> OpenAsync(TcpNeighbourhoodOptions[] options) =>
        await Task.WhenAll(options.Select(one => TcpNeighbourhood.OpenAsync(one, NullLogger.Instance)));

    private static Task CloseAsync(IRoundExchange[] network) =>
        Task.WhenAll(network.Select(exchange => exchange.DisposeAsync().AsTask()));

    private static async Task<ReadOnlyMemory<byte>[]> StopAsync(IRoundExchange[] network)
    {
        await Task.WhenAll(network.Select(exchange => exchange.LeaveAsync(isForGood: false).AsTask()));
        var states = network.Select(exchange => exchange.SaveState()).ToArray();
        await CloseAsync(network);
        return states;
    }

    private static async Task SendAsync(IRoundExchange exchange, int first, int count)
    {
        for (var number = first; number < first + count; number++)
        {
            Assert.True(await exchange.Mailbox.SendAsync(
                1 - exchange.AgentIndex, number % 256, Vector(number), new double[] { number }));
        }
    }

    private static async Task ReceiveAsync(
        IRoundExchange exchange, int first, int count, Func<int, Task>? before = null)
    {
        for (var number = first; number < first + count; number++)
        {
            await (before?.Invoke(number) ?? Task.CompletedTask);
            using var letter = await exchange.Mailbox.ReceiveAsync();
            Assert.Equal((number, number % 256), (letter.Number, letter.Kind));
            Assert.Equal(number, letter.Scalars.Span[0]);
            Assert.True(letter.Vector.Span.SequenceEqual(Vector(number)));
        }
    }

    /// <summary>Some long, some short.</summary>
    private static float[] Vector(int number)
    {
        var vector = new float[number % 3 == 2 ? number : LetterLength - number];
        Array.Fill(vector, number);
        return vector;
    }

    private static async Task<RawNeighbour> MetAsync(TcpNeighbourhoodOptions[] options)
    {
        var peer = await RawNeighbour.ConnectAsync(options[1]);
        Assert.Equal(FrameType.Welcome, await peer.ShakeHandsAsync(RawNeighbour.HandshakeOf(options[0], "a1")));
        return peer;
    }

    private async Task SendLetterAsync(RawNeighbour peer, long number)
    {
        var letter = new LetterSlot(new(new(LetterLength, 1)));
        letter.Prepare(0, kind: 1, number, length: 9, default, life: 0);
        letter.Floats.Span.Fill(number);
        await peer.SendAsync(Frame(FrameWriter.WriteLetter(_space, letter, 0, 9)));
        await peer.SendAsync(MemoryMarshal.AsBytes(letter.Vector.Span).ToArray());
    }

    private byte[] Frame(int length) => _space[..length];
}
