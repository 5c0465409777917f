using Microsoft.Extensions.Logging.Abstractions;
using Murmuration.Gossip.Protocol;
using Murmuration.Gossip.Tests.Exchange;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Transport;

namespace Murmuration.Gossip.Tests.Transport;

/// <summary>Neighbourhoods over TLS, and what happens where the two ends do not agree on it.</summary>
public sealed class TlsNeighbourhoodTests : IDisposable
{
    private const int LargeLength = FrameFormat.MaxChunkFloats + 1000;
    private static readonly TopologySchedule Pair = TestSchedules.Periodic(2, false, [[(0, 1)]]);
    private static readonly TopologySchedule Path = TestSchedules.Periodic(3, false, [[(0, 1), (1, 2)]]);
    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task Agents_with_certificates_exchange_rounds_and_part_in_order()
    {
        var network = await LoopbackNetwork.OpenAsync(Path, LargeLength, 1, _authority.Secure);
        for (var round = 0; round < 3; round++)
        {
            var received = await Task.WhenAll(network.Select((exchange, i) => exchange.ExchangeAsync(
                round, Enumerable.Repeat(round + (i / 8f), LargeLength).ToArray(), new double[] { i }).AsTask()));
            Assert.Equal([0.0, 2.0], received[1].Where(one => one.AgentIndex != 1).Select(one => one.Scalars.Span[0]));
            Assert.Equal(round + 0.25f, received[1][^1].Vectors.Span[^1]);
        }

        await Task.WhenAll(network.Select(exchange => exchange.LeaveAsync(isForGood: false).AsTask()));
        Assert.All(network, exchange => Assert.Equal(
            (0, 0), (exchange.Counters.Refused, exchange.Counters.Reconnects)));
        await Task.WhenAll(network.Select(exchange => exchange.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task An_agent_in_plain_tcp_hears_that_its_neighbour_expects_tls()
    {
        var options = LoopbackNetwork.Options(Pair, 8, 0);
        var log = new LogLines();
        var opening = TcpNeighbourhood.OpenAsync(_authority.Secure(options[1]), log);
        var failure = await Assert.ThrowsAsync<HandshakeException>(
            () => TcpNeighbourhood.OpenAsync(options[0], NullLogger.Instance));
        Assert.Equal(RejectCode.Identity, failure.Code);
        Assert.Contains("agent 'a1' expects TLS: give --keys to both", failure.Message, StringComparison.Ordinal);
        await log.WaitForAsync("plain TCP; agent 'a1' expects TLS");
        await using var listener = await LetInAsync(options[0], opening);
        Assert.Equal(1, listener.Counters.Refused);
    }

    [Fact]
    public async Task An_agent_with_keys_and_a_neighbour_without_both_say_what_is_wrong()
    {
        var options = LoopbackNetwork.Options(Pair, 8, 0);
        var (dialing, listening) = (new LogLines(), new LogLines());
        using var stop = new CancellationTokenSource();
        Task[] opening =
        [
            TcpNeighbourhood.OpenAsync(_authority.Secure(options[0]), dialing, null, stop.Token),
            TcpNeighbourhood.OpenAsync(options[1], listening, null, stop.Token),
        ];
        await listening.WaitForAsync("it speaks TLS; this agent expects plain TCP");
        await dialing.WaitForAsync("it broke off the TLS handshake; has it been given --keys?");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(opening));
    }

    [Fact]
    public async Task The_keys_of_another_agent_are_refused_at_once()
    {
        var options = LoopbackNetwork.Options(Pair, 8, 0);
        var failure = await Assert.ThrowsAsync<Gossip.Transport.Identities.IdentityException>(
            () => TcpNeighbourhood.OpenAsync(
                options[0] with { Identity = _authority.Identity("a1") }, NullLogger.Instance));
        Assert.Equal("the keys are those of agent 'a1', not 'a0'", failure.Message);
    }

    [Theory]
    [InlineData("0.0.0.0:0", "127.0.0.1", "0.0.0.0:0")]
    [InlineData("127.0.0.1:0", "192.168.1.11", "192.168.1.11:")]
    [InlineData("[::1]:0", "office.example", "office.example:")]
    [InlineData("localhost:0", "2001:db8::1", "[2001:db8::1]:")]
    public async Task Plain_tcp_beyond_this_machine_needs_insecure(string listen, string neighbour, string named)
    {
        var options = LoopbackNetwork.Options(Pair, 8, 0)[0];
        options.ListenSocket!.Dispose();
        var agents = options.Schedule.Agents;
        options = options with
        {
            ListenSocket = null,
            ListenAddress = listen,
            Schedule = options.Schedule.WithAddresses([agents[0], agents[1] with { Host = neighbour }]),
        };
        var failure = await Assert.ThrowsAsync<Gossip.Transport.Identities.IdentityException>(
            () => TcpNeighbourhood.OpenAsync(options, NullLogger.Instance));
        Assert.Contains($"beyond this machine ({named}", failure.Message, StringComparison.Ordinal);

        var log = new LogLines();
        using var stop = new CancellationTokenSource();
        var opening = TcpNeighbourhood.OpenAsync(options with { Insecure = true }, log, null, stop.Token);
        await log.WaitForAsync("INSECURE: agent a0 talks in plain TCP beyond this machine");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
    }

    private async Task<Gossip.Exchange.IRoundExchange> LetInAsync(
        TcpNeighbourhoodOptions dialing, Task<Gossip.Exchange.IRoundExchange> opening)
    {
        await using var dialer = await TcpNeighbourhood.OpenAsync(
            _authority.Secure(dialing) with { ListenSocket = TcpNeighbourhood.BindLoopback(1)[0] },
            NullLogger.Instance);
        return await opening;
    }
}
