using Microsoft.Extensions.Logging.Abstractions;
using Murmuration.Gossip.Protocol;
using Murmuration.Gossip.Tests.Exchange;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Transport;

namespace Murmuration.Gossip.Tests.Transport;

public sealed class HandshakeTests
{
    private static readonly TopologySchedule Pair = TestSchedules.Periodic(2, false, [[(0, 1)]]);

    public static TheoryData<string, RejectCode, string> Mismatches => new()
    {
        { "run", RejectCode.Run, "run differs: agent 'a0' has 'test', 'a1' has 'other'" },
        { "model", RejectCode.Model, "model differs: agent 'a0' has 'model', 'a1' has 'other'" },
        { "topology", RejectCode.Topology, "topology differs: agent 'a0' has '" },
        { "floats", RejectCode.VectorLength, "message length differs: agent 'a0' has '8', 'a1' has '9'" },
        { "letters", RejectCode.LetterLength, "letter length differs: agent 'a0' has '0', 'a1' has '7'" },
        {
            "capacity", RejectCode.LetterCapacity,
            "number of letters that may wait differs: agent 'a0' has '4', 'a1' has '2'"
        },
        { "scalars", RejectCode.ScalarCount, "number of scalars differs: agent 'a0' has '1', 'a1' has '2'" },
    };

    [Theory]
    [MemberData(nameof(Mismatches))]
    public async Task A_mismatch_is_named_on_both_sides_with_both_values(string what, RejectCode code, string line)
    {
        var options = LoopbackNetwork.Options(Pair, 8, 1);
        var other = Differing(InOneSecond(options[1]), what);
        var failures = await Task.WhenAll(FailureAsync(options[0]), FailureAsync(other));
        Assert.All(failures, failure =>
        {
            Assert.Equal(code, failure.Code);
            Assert.Contains(line, failure.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', failure.Message);
        });
    }

    [Fact]
    public async Task Another_version_is_rejected_with_both_versions()
    {
        var options = LoopbackNetwork.Options(Pair, 8, 1);
        var opening = TcpNeighbourhood.OpenAsync(options[1], NullLogger.Instance);
        await using var peer = await RawNeighbour.ConnectAsync(options[1]);
        var hello = RawNeighbour.HandshakeOf(options[0], "a1");
        Assert.Equal(FrameType.Reject, await peer.ShakeHandsAsync(hello, version: 9));
        var (code, message, _) = peer.Header.ReadReject();
        Assert.Equal(RejectCode.Version, code);
        Assert.Contains("has '9', 'a1' has '3'", message, StringComparison.Ordinal);
        await FinishAsync(options[0], opening);
    }

    [Theory]
    [InlineData("a0", "a7", RejectCode.Recipient, "agent 'a0' meant agent 'a7', but reached 'a1'")]
    [InlineData("a7", "a1", RejectCode.Sender, "agent 'a7' is no neighbour of 'a1'")]
    public async Task A_wrong_agent_is_rejected(string from, string to, RejectCode expected, string line)
    {
        var options = LoopbackNetwork.Options(Pair, 8, 1);
        var opening = TcpNeighbourhood.OpenAsync(options[1], NullLogger.Instance);
        await using var peer = await RawNeighbour.ConnectAsync(options[1]);
        var hello = RawNeighbour.HandshakeOf(options[0], to) with { From = from };
        Assert.Equal(FrameType.Reject, await peer.ShakeHandsAsync(hello));
        Assert.Equal((expected, line, 0L), peer.Header.ReadReject());
        await FinishAsync(options[0], opening);
    }

    [Fact]
    public async Task An_earlier_life_of_a_neighbour_is_rejected()
    {
        var options = LoopbackNetwork.Options(Pair, 8, 0);
        var network = await Task.WhenAll(options.Select(one => TcpNeighbourhood.OpenAsync(one, NullLogger.Instance)));
        await Task.WhenAll(network.Select(exchange => exchange.ExchangeAsync(0, new float[8], default).AsTask()));
        await using var peer = await RawNeighbour.ConnectAsync(options[1]);
        Assert.Equal(FrameType.Reject, await peer.ShakeHandsAsync(RawNeighbour.HandshakeOf(options[0], "a1")));
        var (code, _, life) = peer.Header.ReadReject();
        Assert.Equal((RejectCode.LostState, network[0].Incarnation), (code, life));
        await Task.WhenAll(network.Select(exchange => exchange.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task An_agent_that_has_forgotten_begins_a_new_life()
    {
        var options = LoopbackNetwork.Options(Pair, 8, 0);
        var opening = TcpNeighbourhood.OpenAsync(options[1], NullLogger.Instance);
        await using var first = await RawNeighbour.ConnectAsync(options[1]);
        var hello = RawNeighbour.HandshakeOf(options[0], "a1");
        Assert.Equal(FrameType.Welcome, await first.ShakeHandsAsync(hello));
        var life = first.Header.ReadHandshake().Link.Incarnation;
        await using var second = await RawNeighbour.ConnectAsync(options[1]);
        Assert.Equal(FrameType.Welcome, await second.ShakeHandsAsync(
            hello with { Link = new(1, life, 5, 5, new(5, -1, 6)) }));
        Assert.True(second.Header.ReadHandshake().Link.Incarnation > life);
        await (await opening).DisposeAsync();
    }

    [Fact]
    public async Task An_agent_whose_clock_went_back_begins_a_life_beyond_the_one_that_its_neighbour_has_met()
    {
        var options = LoopbackNetwork.Options(Pair, 8, 0);
        var opening = TcpNeighbourhood.OpenAsync(options[1], NullLogger.Instance);
        await using var peer = await RawNeighbour.ConnectAsync(options[1]);
        var later = TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds();
        var hello = RawNeighbour.HandshakeOf(options[0], "a1") with { Link = new(1, later, -1, -1, new(-1, -1, -1)) };
        Assert.Equal(FrameType.Welcome, await peer.ShakeHandsAsync(hello));
        Assert.Equal(later + 1, peer.Header.ReadHandshake().Link.Incarnation);
        await (await opening).DisposeAsync();
    }

    [Fact]
    public async Task An_answer_of_another_agent_is_refused()
    {
        var options = LoopbackNetwork.Options(Pair, 8, 0);
        var opening = FailureAsync(options[0]);
        await using var other = await RawNeighbour.AcceptAsync(options[1]);
        await other.WelcomeAsync(RawNeighbour.HandshakeOf(options[1], "a0") with { From = "a7" });
        var failure = await opening;
        Assert.Equal(RejectCode.Sender, failure.Code);
        Assert.StartsWith("agent 'a7' answered at the address of a1 (", failure.Message, StringComparison.Ordinal);
        options[1].ListenSocket!.Dispose();
    }

    [Fact]
    public async Task Long_values_that_differ_are_named_in_full()
    {
        var options = LoopbackNetwork.Options(Pair, 8, 0);
        var (ours, theirs) = (new string('é', 64), new string('ü', 64));
        var dialing = FailureAsync(options[0] with { RunId = ours });
        var listening = FailureAsync(InOneSecond(options[1]) with { RunId = theirs });
        Assert.All(await Task.WhenAll(dialing, listening), failure => Assert.Contains(
            $"agent 'a0' has '{ours}', 'a1' has '{theirs}'", failure.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bad_option_is_refused_and_the_socket_given_along_is_closed()
    {
        var options = LoopbackNetwork.Options(Pair, 8, 0);
        TcpNeighbourhoodOptions[] bad =
        [
            options[0] with { RunId = "two\nlines" },
            options[1] with { LeaveTimeout = TimeSpan.FromSeconds(-1) },
        ];
        foreach (var one in bad)
        {
            await Assert.ThrowsAsync<ArgumentException>(() => TcpNeighbourhood.OpenAsync(one, NullLogger.Instance));
            Assert.True(one.ListenSocket!.SafeHandle.IsClosed);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("MURM\u0003\u0001\u0000\u0000")]
    [InlineData("MURM\u0003\u0006\u0002\u0000\u0091\u0001")]
    public async Task Strangers_are_refused_and_counted_and_hurt_nobody(string bytes)
    {
        var options = LoopbackNetwork.Options(Pair, 8, 0);
        var opening = TcpNeighbourhood.OpenAsync(options[1], NullLogger.Instance);
        await using var stranger = await RawNeighbour.ConnectAsync(options[1]);
        await stranger.SendAsync(System.Text.Encoding.Latin1.GetBytes(bytes));
        stranger.Close();
        await stranger.ReadToEndAsync();
        Assert.Equal(1, await FinishAsync(options[0], opening));
    }

    [Fact]
    public async Task More_half_open_connections_than_allowed_are_closed()
    {
        var options = LoopbackNetwork.Options(Pair, 8, 0);
        var opening = TcpNeighbourhood.OpenAsync(options[1] with { MaxHalfOpen = 2 }, NullLogger.Instance);
        await using var first = await RawNeighbour.ConnectAsync(options[1]);
        await using var second = await RawNeighbour.ConnectAsync(options[1]);
        await using var third = await RawNeighbour.ConnectAsync(options[1]);
        await third.ReadToEndAsync();
        first.Close();
        second.Close();
        await Task.WhenAll(first.ReadToEndAsync(), second.ReadToEndAsync());
        Assert.Equal(3, await FinishAsync(options[0], opening));
    }

    [Fact]
    public async Task A_peer_that_says_nothing_is_refused_in_time()
    {
        var options = LoopbackNetwork.Options(Pair, 8, 0);
        var opening = TcpNeighbourhood.OpenAsync(
            options[1] with { HandshakeTimeout = TimeSpan.FromMilliseconds(50) }, NullLogger.Instance);
        await using var silent = await RawNeighbour.ConnectAsync(options[1]);
        await silent.ReadToEndAsync();
        Assert.Equal(1, await FinishAsync(options[0], opening));
    }

    private static async Task<HandshakeException> FailureAsync(TcpNeighbourhoodOptions options) =>
        await Assert.ThrowsAsync<HandshakeException>(() => TcpNeighbourhood.OpenAsync(options, NullLogger.Instance));

    /// <summary>Lets the true neighbour in, runs a round, and gives how many were refused.</summary>
    private static async Task<long> FinishAsync(
        TcpNeighbourhoodOptions dialing, Task<Murmuration.Gossip.Exchange.IRoundExchange> opening)
    {
        await using var dialer = await TcpNeighbourhood.OpenAsync(dialing, NullLogger.Instance);
        await using var listener = await opening;
        var vectors = new float[dialing.VectorLength];
        var scalars = new double[dialing.ScalarCount];
        await Task.WhenAll(
            dialer.ExchangeAsync(0, vectors, scalars).AsTask(), listener.ExchangeAsync(0, vectors, scalars).AsTask());
        await Task.WhenAll(
            dialer.LeaveAsync(isForGood: false).AsTask(), listener.LeaveAsync(isForGood: false).AsTask());
        return listener.Counters.Refused;
    }

    /// <summary>Never dials, so that it is always the other that is refused.</summary>
    private static TcpNeighbourhoodOptions InOneSecond(TcpNeighbourhoodOptions options) =>
        options with { ConnectTimeout = TimeSpan.FromSeconds(1), HeadStart = TimeSpan.FromMinutes(1) };

    private static TcpNeighbourhoodOptions Differing(TcpNeighbourhoodOptions options, string what) => what switch
    {
        "run" => options with { RunId = "other" },
        "model" => options with { ModelFingerprint = "other" },
        "floats" => options with { VectorLength = 9 },
        "scalars" => options with { ScalarCount = 2 },
        "letters" => options with { LetterLength = 7 },
        "capacity" => options with { LetterCapacity = 2 },
        _ => options with
        {
            Schedule = TestSchedules.Periodic(2, false, [[(0, 1)], []]).WithAddresses(options.Schedule.Agents),
        },
    };
}
