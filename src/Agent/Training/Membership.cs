using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Metrics;
using Murmuration.Gossip.Exchange;

namespace Murmuration.Agent.Training;

/// <summary>
/// Whose costs add up to the social cost: all agents that have ever appeared and have not departed. It is derived from
/// what the tracking epoch is derived from, so that agents of one epoch agree on it.
/// </summary>
internal sealed class Membership(IRoundExchange exchange, IReadOnlyList<long> censusRows, LocalProblem problem)
{
    /// <summary>I.</summary>
    public int Agents => problem.AgentCount;

    /// <summary>Rows of all members.</summary>
    public long Rows { get; private set; }

    /// <summary>Gives the local problem its present share of the social cost.</summary>
    public void Renew()
    {
        var members = exchange.Records.Where(IsMember).ToList();
        Rows = members.Sum(RowsOf);
        problem.ShareAmong(members.Count, Rows);
    }

    /// <summary>An agent that is away has its share of the sum in its checkpoint.</summary>
    public static bool IsMember(AgentRecord record) =>
        record.Incarnation > 0 && record.Status != AgentStatus.Departed;

    private long RowsOf(AgentRecord record) => censusRows[record.AgentIndex] is > 0 and var rows
        ? rows
        : Math.Max(0, AgentNews.TryRead(record.Payload.Span)?.Rows ?? 0);
}
