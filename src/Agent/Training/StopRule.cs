using Murmuration.Agent.Configuration;
using Murmuration.Agent.Metrics;
using Murmuration.Gossip.Exchange;

namespace Murmuration.Agent.Training;

/// <summary>Whether what the agents tell each other fulfils a condition of the run file to stop.</summary>
internal sealed class StopRule(StopOptions options)
{
    /// <summary>Whether there is a condition at all.</summary>
    public bool IsSet => options is not { Cost: null, Disagreement: null };

    /// <summary>True when the network's cost, or its largest disagreement, has come down far enough. A cost of zero is
    /// that of a pipeline that still fills.</summary>
    public bool IsMet(IReadOnlyList<AgentRecord> records)
    {
        if (!IsSet)
        {
            return false;
        }

        var members = records.Where(Membership.IsMember).ToList();
        var news = members.Select(record => AgentNews.TryRead(record.Payload.Span)).ToList();
        return members.TrueForAll(record => record.Round > 0)
            && news.TrueForAll(one => one is { Cost: not null })
            && (news.Sum(one => one!.Cost) is > 0 and var cost && cost <= options.Cost || IsAgreed(news));
    }

    /// <summary>Before the first exchange nobody has seen a disagreement.</summary>
    private bool IsAgreed(List<AgentNews?> news) =>
        news.Max(one => one!.Disagreement) is > 0 and var largest && largest <= options.Disagreement;
}
