using Murmuration.Agent.Metrics;
using Murmuration.Agent.Reports.Runs;

namespace Murmuration.Agent.Reports.Sections;

/// <summary>A link as both of its ends tell of it.</summary>
/// <param name="From">Index of one end.</param>
/// <param name="To">Index of the other end.</param>
/// <param name="State">The worse of what both ends say.</param>
/// <param name="Bytes">Bytes sent over it in both directions, by the end that sent them where it tells.</param>
/// <param name="Delay">Seconds between a message and its confirmation, on average over the ends that know.</param>
internal sealed record LinkOverview(int From, int To, LinkState State, long Bytes, double? Delay)
{
    /// <summary>The links that agents tell of, in agent order.</summary>
    /// <param name="agents">The agents.</param>
    /// <param name="agentCount">I; what does not name one of so many agents is left out.</param>
    public static IReadOnlyList<LinkOverview> Of(IReadOnlyList<AgentOverview> agents, int agentCount) =>
    [
        .. agents
            .SelectMany(agent => agent.Links
                .Where(link => link.To >= 0 && link.To < agentCount && link.To != agent.Index)
                .Select(link => (agent.Index, Link: link)))
            .GroupBy(end => (Math.Min(end.Index, end.Link.To), Math.Max(end.Index, end.Link.To)))
            .OrderBy(link => link.Key)
            .Select(link => Join(link.Key, [.. link])),
    ];

    private static LinkOverview Join((int From, int To) key, List<(int Index, LinkNews News)> ends) => new(
        key.From,
        key.To,
        ends.Select(end => end.News.State).MaxBy(Severity),
        ends.Count > 1
            ? ends.Select(end => end.News.BytesSent).Total()
            : new[] { ends[0].News.BytesSent, ends[0].News.BytesReceived }.Total(),
        ends.Average(end => end.News.Delay));

    /// <summary>One end that has closed the link in order says nothing against the other.</summary>
    private static int Severity(LinkState state) => state switch
    {
        LinkState.Down => 3,
        LinkState.Suspended => 2,
        LinkState.Closed => 1,
        _ => 0,
    };
}
