using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Tests.Exchange;

/// <summary>The same over the short way within a machine, where there is one.</summary>
public sealed class LocalExchangeTests : ExchangeConformance
{
    protected override Task<IReadOnlyList<IRoundExchange>> OpenAsync(
        TopologySchedule schedule, int vectorLength, int scalarCount) =>
        LoopbackNetwork.OpenAsync(schedule, vectorLength, scalarCount, one => one with { LocalLinks = true });
}
