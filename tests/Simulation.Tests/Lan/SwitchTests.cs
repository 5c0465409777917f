using Murmuration.UserSpaceSwitch;

namespace Murmuration.Simulation.Tests.Lan;

public class SwitchTests
{
    [Fact]
    public void An_unknown_address_is_flooded_and_a_known_one_is_not()
    {
        var lan = new TestLan(3, TestLan.Perfect);
        Assert.Equal([1, 2], PortsOf(lan.Send(0, TestLan.Frame(0, 1))));
        Assert.Equal([0], PortsOf(lan.Send(1, TestLan.Frame(1, 0))));
        Assert.Equal([1], PortsOf(lan.Send(0, TestLan.Frame(0, 1))));
        Assert.Equal([1, 2], PortsOf(lan.Send(0, TestLan.Frame(0, TestLan.Everybody))));
    }

    [Fact]
    public void A_host_that_moves_is_found_at_its_new_port()
    {
        var lan = new TestLan(3, TestLan.Perfect);
        lan.Send(1, TestLan.Frame(9, TestLan.Everybody));
        lan.Send(2, TestLan.Frame(9, TestLan.Everybody));
        Assert.Equal([2], PortsOf(lan.Send(0, TestLan.Frame(0, 9))));
    }

    [Fact]
    public void A_frame_too_short_for_an_address_goes_nowhere() =>
        Assert.Empty(new TestLan(2, TestLan.Perfect).Send(0, new byte[AddressTable.HeaderLength - 1]));

    [Fact]
    public void Made_up_addresses_take_no_more_memory_than_the_table_has()
    {
        var table = new AddressTable();
        for (var k = 0; k < 10 * AddressTable.Capacity; k++)
        {
            table.Learn(TestLan.FrameFrom(k), port: 0);
            Assert.InRange(table.Count, 1, AddressTable.Capacity);
        }
    }

    [Fact]
    public void A_frame_takes_both_lines_and_the_delay_once()
    {
        var quality = new LineQuality(TimeSpan.FromMilliseconds(20), Loss: 0, BitsPerSecond: 8_000, QueueBytes: 100);
        var (_, after) = Assert.Single(new TestLan(2, quality).Send(0, TestLan.Frame(0, 1, length: 60)));
        Assert.Equal(TimeSpan.FromMilliseconds(60 + 60 + 20), after);
    }

    [Fact]
    public void Chance_loses_the_share_that_was_asked_for_and_the_seed_says_which()
    {
        const int frames = 20_000;
        var quality = TestLan.Perfect with { Loss = 0.01 };
        var arrivals = Enumerable.Range(0, 2).Select(_ => Arrivals(new TestLan(2, quality), frames)).ToList();
        Assert.Equal(arrivals[0], arrivals[1]);

        var lost = arrivals[0].Count(arrived => !arrived);
        var deviation = Math.Sqrt(frames * 0.01 * 0.99);
        Assert.InRange(lost, (frames * 0.01) - (4 * deviation), (frames * 0.01) + (4 * deviation));
    }

    [Fact]
    public void Every_frame_that_does_not_arrive_is_counted_where_it_went()
    {
        var quality = new LineQuality(TimeSpan.Zero, Loss: 0.3, BitsPerSecond: 1e6, QueueBytes: 500);
        var lan = new TestLan(2, quality);
        for (var k = 0; k < 100; k++)
        {
            lan.Switch.Receive(0, TestLan.Frame(0, 1), TimeSpan.FromMilliseconds(0.1 * k));
        }

        lan.Console.Execute("cut p0 p1");
        lan.Switch.Advance(TimeSpan.FromMilliseconds(5));
        lan.Console.Execute("join p0 p1");
        lan.Switch.Advance(TimeSpan.FromSeconds(1));
        var (from, to) = (lan.Switch.Ports[0].Counters, lan.Switch.Ports[1].Counters);
        Assert.All(new[] { from.Dropped, to.Lost, to.Cut, to.Delivered }, count => Assert.True(count > 0));
        Assert.Equal(from.Received, from.Dropped + to.Dropped + to.Lost + to.Cut + to.Delivered);
    }

    private static IEnumerable<int> PortsOf(IEnumerable<(int Port, TimeSpan After)> arrivals) =>
        arrivals.Select(arrival => arrival.Port).Order();

    private static List<bool> Arrivals(TestLan lan, int frames) =>
        [.. Enumerable.Range(0, frames).Select(_ => lan.Send(0, TestLan.Frame(0, 1)).Count == 1)];
}
