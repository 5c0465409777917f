using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Transport;

namespace Murmuration.Gossip.Tests.Exchange;

public sealed class InMemoryExchangeTests : ExchangeConformance
{
    protected override Task<IReadOnlyList<IRoundExchange>> OpenAsync(
        TopologySchedule schedule, int vectorLength, int scalarCount) =>
        Task.FromResult(InMemoryNetwork.Create(schedule, vectorLength, scalarCount));

    [Fact]
    public async Task A_round_that_is_closed_while_it_completes_fails_like_any_other()
    {
        var network = InMemoryNetwork.Create(TestSchedules.Periodic(2, false, [[(0, 1)]]), 1, 0);
        await Task.WhenAll(network.Select(exchange => exchange.ExchangeAsync(0, new float[1], default).AsTask()));
        await network[0].DisposeAsync();
        Assert.Throws<ExchangeException>(() => ((RoundExchange)network[0]).Complete());
    }
}
