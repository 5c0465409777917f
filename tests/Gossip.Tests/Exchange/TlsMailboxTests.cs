using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Tests.Transport;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Tests.Exchange;

public sealed class TlsMailboxTests : MailboxConformance, IDisposable
{
    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    protected override Task<IReadOnlyList<IRoundExchange>> OpenAsync(TopologySchedule schedule) =>
        LoopbackNetwork.OpenAsync(
            schedule,
            vectorLength: 1,
            scalarCount: 0,
            one => _authority.Secure(one) with { LetterLength = LetterLength });
}
