using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Telemetry;

/// <summary>An exchange as an algorithm sees it, with a span around every exchange of messages.</summary>
internal sealed class TracedExchange(IRoundExchange exchange) : IRoundExchange
{
    public int AgentIndex => exchange.AgentIndex;

    public int AgentCount => exchange.AgentCount;

    public TopologySchedule Schedule => exchange.Schedule;

    public ExchangeCounters Counters => exchange.Counters;

    public IMailbox Mailbox => exchange.Mailbox;

    public long Incarnation => exchange.Incarnation;

    public IReadOnlyList<AgentRecord> Records => exchange.Records;

    public int SuspendedLinks => exchange.SuspendedLinks;

    public int WaitingCalls => exchange.WaitingCalls;

    public bool IsRecordDue => exchange.IsRecordDue;

    public int? StopAt => exchange.StopAt;

    public int ReadLinks(Span<LinkStatus> links) => exchange.ReadLinks(links);

    public TimeSpan? RecordAge(int agentIndex) => exchange.RecordAge(agentIndex);

    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> CensusAsync(
        ReadOnlyMemory<byte> record, CancellationToken cancellationToken = default) =>
        exchange.CensusAsync(record, cancellationToken);

    public void Publish(int roundsDone, ReadOnlyMemory<byte> payload) => exchange.Publish(roundsDone, payload);

    public RoundStart NextRound() => exchange.NextRound();

    public bool EnterRound(int round) => exchange.EnterRound(round);

    public ValueTask AwaitOthersAsync(int roundsDone, CancellationToken cancellationToken = default) =>
        exchange.AwaitOthersAsync(roundsDone, cancellationToken);

    public void Hurry(TimeSpan limit) => exchange.Hurry(limit);

    public void RequestStop() => exchange.RequestStop();

    public ValueTask<bool> AgreeOnStopAsync(int roundsDone, CancellationToken cancellationToken = default) =>
        exchange.AgreeOnStopAsync(roundsDone, cancellationToken);

    public ValueTask<float[]?> JoinAsync(CancellationToken cancellationToken = default) =>
        exchange.JoinAsync(cancellationToken);

    public ValueTask<RoundMessages> ExchangeAsync(
        int round,
        ReadOnlyMemory<float> vectors,
        ReadOnlyMemory<double> scalars,
        CancellationToken cancellationToken = default) => RoundTrace.IsOn
        ? TracedAsync(round, vectors, scalars, cancellationToken)
        : exchange.ExchangeAsync(round, vectors, scalars, cancellationToken);

    public ValueTask LeaveAsync(bool isForGood, CancellationToken cancellationToken = default) =>
        exchange.LeaveAsync(isForGood, cancellationToken);

    public ReadOnlyMemory<byte> SaveState() => exchange.SaveState();

    public ValueTask DisposeAsync() => exchange.DisposeAsync();

    private async ValueTask<RoundMessages> TracedAsync(
        int round, ReadOnlyMemory<float> vectors, ReadOnlyMemory<double> scalars, CancellationToken cancellationToken)
    {
        using var span = RoundTrace.Exchange();
        var messages = await exchange.ExchangeAsync(round, vectors, scalars, cancellationToken);
        span?.SetTag("murmuration.contributions", messages.Count);
        span?.SetTag("murmuration.settlements", messages.Settlements.Length);
        return messages;
    }
}
