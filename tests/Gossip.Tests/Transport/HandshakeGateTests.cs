using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Tests.Exchange;
using Murmuration.Gossip.Transport;
using Murmuration.Gossip.Transport.Admission;

namespace Murmuration.Gossip.Tests.Transport;

public sealed class HandshakeGateTests
{
    private static readonly IPAddress Stranger = IPAddress.Parse("203.0.113.5");
    private static readonly IPAddress Neighbour = IPAddress.Parse("192.0.2.7");
    private readonly ManualClock _clock = new();

    [Fact]
    public void One_address_has_so_many_handshakes_at_once_and_so_many_per_second()
    {
        var gate = new HandshakeGate(maxHalfOpen: 64, share: 48, perSecond: 10, _clock);
        Assert.Equal(10, Through(gate, Stranger, 100));
        Assert.Equal("too many handshakes from its address", gate.Enter(Stranger));
        Assert.Equal(1, Through(gate, Neighbour, 1));
        _clock.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal(5, Through(gate, Stranger, 100));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(10, Through(gate, Stranger, 100));
    }

    [Fact]
    public void All_addresses_together_have_four_times_as_many()
    {
        var gate = new HandshakeGate(maxHalfOpen: 64, share: 48, perSecond: 10, _clock);
        Assert.Equal(40, Enumerable.Range(0, 100).Sum(i => Through(gate, new([10, 0, 0, (byte)i]), 1)));
        Assert.Equal("too many handshakes in all", gate.Enter(Neighbour));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(gate.Enter(Neighbour));
    }

    [Fact]
    public void One_address_cannot_take_all_room_for_open_handshakes()
    {
        var gate = new HandshakeGate(maxHalfOpen: 4, share: 3, perSecond: 100, _clock);
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => gate.Enter(Stranger) is null));
        Assert.Null(gate.Enter(Neighbour));
        Assert.Equal("too many handshakes at once", gate.Enter(IPAddress.Loopback));
        gate.Leave(Stranger);
        Assert.Null(gate.Enter(IPAddress.Loopback));
    }

    [Fact]
    public void A_whole_ipv6_network_counts_as_one_address_and_a_mapped_one_as_ipv4()
    {
        var gate = new HandshakeGate(maxHalfOpen: 64, share: 48, perSecond: 5, _clock);
        Assert.Equal(
            5, Enumerable.Range(1, 50).Sum(i => Through(gate, IPAddress.Parse($"2001:db8:0:1::{i:x}"), 1)));
        Assert.Equal(1, Through(gate, IPAddress.Parse("2001:db8:0:2::1"), 1));
        Assert.Equal(5, Through(gate, Stranger, 50));
        Assert.Equal(0, Through(gate, Stranger.MapToIPv6(), 1));
    }

    [Fact]
    public void The_table_of_addresses_is_bounded_and_forgets_the_one_unseen_for_longest()
    {
        var gate = new HandshakeGate(maxHalfOpen: 64, share: 48, perSecond: 1_000_000, _clock);
        for (var i = 0; i < 3 * HandshakeGate.MaxAddresses; i++)
        {
            Through(gate, new(0x0A000000L + i), 1);
            Through(gate, Stranger, 1);
        }

        Assert.Equal(HandshakeGate.MaxAddresses, gate.AddressCount);
    }

    [Fact]
    public void A_neighbourhood_never_meets_its_own_limits_at_the_start()
    {
        var star = TestSchedules.Periodic(13, false, [[.. Enumerable.Range(1, 12).Select(i => (0, i))]]);
        var options = LoopbackNetwork.Options(star, 8, 0);
        Array.ForEach(options, one => one.ListenSocket!.Dispose());
        var gate = HandshakeGate.For(options[0], _clock);
        Assert.All(Enumerable.Range(0, 32), _ => Assert.Null(gate.Enter(IPAddress.Loopback)));
        Enumerable.Range(0, 32).ToList().ForEach(_ => gate.Leave(IPAddress.Loopback));
        Assert.Equal(32, Through(gate, IPAddress.Loopback, 100));
    }

    [Fact]
    public void A_flood_of_refusals_is_counted_in_full_and_logged_in_part()
    {
        var (log, meter) = (new LogLines(), new ExchangeMeter());
        var refusals = new RefusalLog(log, meter, _clock);
        for (var i = 0; i < 10_000; i++)
        {
            refusals.Add("203.0.113.5:1", "no");
        }

        Assert.Equal((10_000, 20), (meter.Read().Refused, log.Count("Refused 203.0.113.5:1: no.")));
        _clock.Advance(TimeSpan.FromSeconds(5));
        refusals.Add("203.0.113.5:1", "no");
        Assert.Equal((21, 1), (log.Count("Refused 203.0.113.5:1: no."), log.Count("Refused 9980 more, untold.")));
    }

    [Fact]
    public async Task A_flood_from_one_address_does_not_keep_a_neighbour_at_another_out()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("only Linux has 127.0.0.2 without setting it up");
        }

        using var authority = new TestAuthority();
        var options = LoopbackNetwork.Options(TestSchedules.Periodic(2, false, [[(0, 1)]]), 8, 0);
        var opening = TcpNeighbourhood.OpenAsync(
            authority.Secure(options[1]), NullLogger.Instance, new ManualClock());
        var flood = new List<RawNeighbour>();
        for (var i = 0; i < 200; i++)
        {
            flood.Add(await RawNeighbour.ConnectAsync(options[1], from: "127.0.0.2"));
        }

        await Task.WhenAll(flood.Skip(20).Select(one => one.ReadToEndAsync()));
        await using (var dialer = await TcpNeighbourhood.OpenAsync(authority.Secure(options[0]), NullLogger.Instance))
        await using (var listener = await opening)
        {
            Assert.Equal(190, listener.Counters.Refused);
        }

        await Task.WhenAll(flood.Select(one => one.DisposeAsync().AsTask()));
    }

    /// <summary>How many of so many connections get in, each leaving before the next.</summary>
    private static int Through(HandshakeGate gate, IPAddress address, int count) =>
        Enumerable.Range(0, count).Count(_ =>
        {
            var isIn = gate.Enter(address) is null;
            if (isIn)
            {
                gate.Leave(address);
            }

            return isIn;
        });
}
