using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Protocol;
using Murmuration.Gossip.Tests.Exchange;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Transport;

namespace Murmuration.Gossip.Tests.Transport;

/// <summary>Strangers at both ends of a connection: each is refused with its own reason, and the true neighbour still
/// gets in.</summary>
public sealed class TlsRefusalTests : IDisposable
{
    private static readonly TopologySchedule Path = TestSchedules.Periodic(3, false, [[(0, 1), (1, 2)]]);
    private static readonly TopologySchedule Pair = TestSchedules.Periodic(2, false, [[(0, 1)]]);
    private static readonly DateTimeOffset Past = new(2021, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Future = new(2199, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _other = new("other");
    private readonly TestAuthority _namesake = new();

    public static TheoryData<string, string> Strangers => new()
    {
        { "expired", "its certificate expired on 2021-01-01 00:00 UTC" },
        { "early", "its certificate is not valid before 2199-01-01 00:00 UTC" },
        { "self-made", "its certificate is self-made, not signed by 'CN=test authority'" },
        { "of another authority", "its certificate is signed by 'CN=other', not by 'CN=test authority'" },
        { "of a namesake", "its certificate carries a wrong signature" },
        { "signed by an agent", "its certificate is signed by 'CN=a2', not by 'CN=test authority'" },
        { "nameless", "its certificate names no agent" },
        { "useless", "its certificate is not meant for both ends of a link" },
    };

    public void Dispose()
    {
        _authority.Dispose();
        _other.Dispose();
        _namesake.Dispose();
    }

    [Theory]
    [MemberData(nameof(Strangers))]
    [InlineData("unknown", "agent 'a7' is no neighbour of 'a1'")]
    [InlineData("without any", "it shows no certificate")]
    public async Task A_stranger_that_dials_is_refused_with_the_reason(string kind, string reason)
    {
        var options = LoopbackNetwork.Options(Path, 8, 0);
        var log = new LogLines();
        var opening = TcpNeighbourhood.OpenAsync(_authority.Secure(options[1]), log);
        await using var peer = await RawNeighbour.ConnectAsync(options[1]);
        using var certificate = Certificate(kind, "a0");
        await peer.TrySecureAsync(certificate);
        await peer.SendAsync(new byte[100]);
        await peer.ReadToEndAsync();
        Assert.EndsWith($": {reason}.", await log.WaitForAsync("Refused 127.0.0.1:"), StringComparison.Ordinal);
        Assert.Equal(1, await LetInAsync(options, opening));
    }

    [Theory]
    [MemberData(nameof(Strangers))]
    [InlineData("unknown", "its certificate is that of agent 'a7'")]
    public async Task A_stranger_at_a_neighbours_address_is_refused_and_dialed_again(string kind, string reason)
    {
        var options = LoopbackNetwork.Options(Path, 8, 0);
        var log = new LogLines();
        var dialing = TcpNeighbourhood.OpenAsync(_authority.Secure(options[0]), log);
        await using (var stranger = await RawNeighbour.AcceptAsync(options[1]))
        {
            using var certificate = Certificate(kind, "a1");
            await stranger.TrySecureAsync(certificate, isServer: true);
            await stranger.ReadToEndAsync();
        }

        Assert.EndsWith($": {reason}.", await log.WaitForAsync("Refused a1 (127.0.0.1:"), StringComparison.Ordinal);
        await using var middle = await OpenRestAsync(options);
        await using var dialer = await dialing;
        Assert.Equal(1, dialer.Counters.Refused);
    }

    [Fact]
    public async Task A_neighbour_that_claims_the_id_of_another_is_rejected()
    {
        var options = LoopbackNetwork.Options(Path, 8, 0);
        var opening = TcpNeighbourhood.OpenAsync(_authority.Secure(options[1]), NullLogger.Instance);
        await using var peer = await RawNeighbour.ConnectAsync(options[1]);
        using var certificate = _authority.Sign("a2");
        Assert.True(await peer.TrySecureAsync(certificate));
        Assert.Equal(FrameType.Reject, await peer.ShakeHandsAsync(RawNeighbour.HandshakeOf(options[0], "a1")));
        Assert.Equal(
            (RejectCode.Identity, "it says it is 'a0', but its certificate is that of 'a2'", 0L),
            peer.Header.ReadReject());
        Assert.Equal(1, await LetInAsync(options, opening));
    }

    [Fact]
    public async Task Older_versions_of_tls_are_refused()
    {
        var options = LoopbackNetwork.Options(Path, 8, 0);
        var log = new LogLines();
        var opening = TcpNeighbourhood.OpenAsync(_authority.Secure(options[1]), log);
        await using var peer = await RawNeighbour.ConnectAsync(options[1]);
        using var certificate = _authority.Sign("a0");
        Assert.False(await peer.TrySecureAsync(certificate, protocols: SslProtocols.Tls12));
        await log.WaitForAsync(": no TLS handshake: ");
        Assert.Equal(1, await LetInAsync(options, opening));
    }

    [Theory]
    [InlineData("")]
    [InlineData("16")]
    [InlineData("1603010200")]
    public async Task A_peer_that_never_completes_tls_is_cut_in_time(string sent)
    {
        var options = LoopbackNetwork.Options(Pair, 8, 0);
        var log = new LogLines();
        var clock = new ManualClock();
        var opening = TcpNeighbourhood.OpenAsync(_authority.Secure(options[1]), log, clock);
        await using var slow = await RawNeighbour.ConnectAsync(options[1]);
        await slow.SendAsync(Convert.FromHexString(sent));
        var end = slow.ReadToEndAsync();
        await clock.TimerOfAsync(options[1].HandshakeTimeout);
        Assert.False(end.IsCompleted);
        clock.Advance(options[1].HandshakeTimeout);
        await end;
        await log.WaitForAsync("no handshake in time");
        Assert.Equal(1, await LetInAsync(options, opening));
    }

    [Fact]
    public async Task Bytes_that_are_no_tls_are_refused()
    {
        var options = LoopbackNetwork.Options(Path, 8, 0);
        var log = new LogLines();
        var opening = TcpNeighbourhood.OpenAsync(_authority.Secure(options[1]), log);
        await using var peer = await RawNeighbour.ConnectAsync(options[1]);
        await peer.SendAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
        await peer.ReadToEndAsync();
        await log.WaitForAsync(": no TLS handshake: ");
        Assert.Equal(1, await LetInAsync(options, opening));
    }

    private X509Certificate2? Certificate(string kind, string id) => kind switch
    {
        "expired" => _authority.Sign(id, end: Past),
        "early" => _authority.Sign(id, begin: Future),
        "self-made" => _authority.Sign(id, isSelfMade: true),
        "of another authority" => _other.Sign(id),
        "of a namesake" => _namesake.Sign(id),
        "signed by an agent" => _authority.Sign(id, issuer: _authority.Sign("a2")),
        "nameless" => _authority.Sign(null),
        "useless" => _authority.Sign(id, usageCount: id == "a0" ? 1 : 0),
        "unknown" => _authority.Sign("a7"),
        _ => null,
    };

    /// <summary>Lets the true neighbours in, and gives how many the one in the middle has refused.</summary>
    private async Task<long> LetInAsync(TcpNeighbourhoodOptions[] options, Task<IRoundExchange> opening)
    {
        var ends = await Task.WhenAll(options.Where((_, i) => i != 1).Select(
            one => TcpNeighbourhood.OpenAsync(_authority.Secure(one), NullLogger.Instance)));
        await using var middle = await opening;
        var refused = middle.Counters.Refused;
        await Task.WhenAll(ends.Select(end => end.DisposeAsync().AsTask()));
        return refused;
    }

    private async Task<IRoundExchange> OpenRestAsync(TcpNeighbourhoodOptions[] options)
    {
        var last = TcpNeighbourhood.OpenAsync(_authority.Secure(options[2]), NullLogger.Instance);
        var middle = await TcpNeighbourhood.OpenAsync(_authority.Secure(options[1]), NullLogger.Instance);
        await (await last).DisposeAsync();
        return middle;
    }
}
