using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Transport;

namespace Murmuration.Gossip.Tests.Exchange;

public sealed class InMemoryMailboxTests : MailboxConformance
{
    protected override Task<IReadOnlyList<IRoundExchange>> OpenAsync(TopologySchedule schedule) =>
        Task.FromResult(InMemoryNetwork.Create(
            schedule, vectorLength: 1, scalarCount: 0, letterLength: LetterLength, letterCapacity: Capacity));
}
