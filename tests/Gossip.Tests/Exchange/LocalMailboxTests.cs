using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Tests.Exchange;

public sealed class LocalMailboxTests : MailboxConformance
{
    protected override Task<IReadOnlyList<IRoundExchange>> OpenAsync(TopologySchedule schedule) =>
        LoopbackNetwork.OpenAsync(
            schedule, vectorLength: 1, scalarCount: 0,
            one => one with { LetterLength = LetterLength, LocalLinks = true });
}
