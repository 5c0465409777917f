using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Transport;

namespace Murmuration.Gossip.Tests.Exchange;

public sealed class TcpExchangeTests : ExchangeConformance
{
    protected override Task<IReadOnlyList<IRoundExchange>> OpenAsync(
        TopologySchedule schedule, int vectorLength, int scalarCount) =>
        LoopbackNetwork.OpenAsync(schedule, vectorLength, scalarCount);

    [Fact]
    public async Task A_round_that_a_neighbour_has_passed_counts_at_neither_end()
    {
        var network = await OpenAsync(TestSchedules.Periodic(2, false, [[(0, 1)]]), VectorLength, ScalarCount);
        await Task.WhenAll(network.Select(exchange => exchange.CensusAsync(new byte[1]).AsTask()));
        var ahead = ExchangeAsync(network[1], 7).AsTask();
        await network[0].WhenAsync(exchange => exchange.NextRound() is { Round: 7, Skipped: 7 });
        Assert.Single(await ExchangeAsync(network[0], 3));
        Assert.Equal(2, (await ExchangeAsync(network[0], 7)).Count);
        Assert.Equal(2, (await ahead).Count);
        await CloseAsync(network);
    }
}
