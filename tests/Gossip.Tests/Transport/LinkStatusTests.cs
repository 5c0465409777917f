using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Tests.Exchange;

namespace Murmuration.Gossip.Tests.Transport;

/// <summary>What one end of a link tells of it while its neighbour is late, comes back, and dies.</summary>
public sealed class LinkStatusTests
{
    private const int VectorLength = 600_000;

    [Fact]
    public async Task A_link_is_suspended_while_a_message_is_missing_and_down_without_a_connection()
    {
        var network = await LoopbackNetwork.OpenAsync(
            TestSchedules.Periodic(2, false, [[(0, 1)]]),
            VectorLength,
            0,
            one => one with
            {
                DeadlineFloor = TimeSpan.FromMilliseconds(50), DeadlineCeiling = TimeSpan.FromMilliseconds(200),
            });
        Assert.Equal(LinkCondition.Up, Link(network[0]).Condition);
        Assert.Single(await network[0].ExchangeAsync(0, new float[VectorLength], default));
        Assert.Equal(LinkCondition.Suspended, Link(network[0]).Condition);

        await network[1].ExchangeAsync(0, new float[VectorLength], default);
        await network[0].WhenAsync(static one => Link(one).BytesReceived > VectorLength * sizeof(float));
        await Task.WhenAll(network.Select(one => one.ExchangeAsync(1, new float[VectorLength], default).AsTask()));
        await network[0].WhenAsync(static one => Link(one).Condition == LinkCondition.Up);
        var link = Link(network[0]);
        Assert.InRange(link.BytesSent, 2 * VectorLength * sizeof(float), 3 * VectorLength * sizeof(float));
        Assert.InRange(link.Delay!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(1));

        await network[1].DisposeAsync();
        await network[0].WhenAsync(static one => Link(one).Condition == LinkCondition.Down);
        Assert.Equal(0, network[0].WaitingCalls);
        Assert.True(network[0].RecordAge(1) > TimeSpan.Zero);
        await network[0].DisposeAsync();
    }

    private static LinkStatus Link(IRoundExchange exchange)
    {
        var links = new LinkStatus[1];
        exchange.ReadLinks(links);
        return links[0];
    }
}
