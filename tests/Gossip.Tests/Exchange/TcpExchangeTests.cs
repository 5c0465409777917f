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
}
