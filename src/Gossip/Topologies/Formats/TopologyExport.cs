namespace Murmuration.Gossip.Topologies.Formats;

/// <summary>Writes schedules in any format.</summary>
public static class TopologyExport
{
    /// <summary>The text of a file, and what of the schedule it cannot hold, one sentence each.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="format">One of <see cref="TopologyImport.FormatNames"/>.</param>
    /// <param name="round">The round (0-based) whose links are written; null takes all, which only our own format can
    /// hold unless they are the same in every round.</param>
    /// <param name="comment">Lines to stand first, in formats that have comments there.</param>
    /// <exception cref="TopologyException">The format cannot hold the schedule.</exception>
    public static (string Text, IReadOnlyList<string> Losses) Write(
        TopologySchedule schedule, string format, int? round, string? comment)
    {
        if (FormatCatalogue.Named(format) is not { } other)
        {
            return ((round is { } one ? AtRound(schedule, one) : schedule).ToJson(comment), []);
        }

        if (round is null && schedule.Period != 1)
        {
            throw new TopologyException($"{schedule.Name} changes from round to round, and {format} holds the links of "
                + "one round; choose it with --round N, or write our own format (json).");
        }

        var plain = Plain(schedule, round ?? 0);
        using var text = new StringWriter();
        other.Write(text, plain);
        return (text.ToString(), [.. Losses(schedule), .. other.Losses(plain)]);
    }

    /// <summary>The format of a file by the ending of its name.</summary>
    /// <exception cref="TopologyException">The ending says nothing.</exception>
    public static string FormatOf(string path) => FormatCatalogue.ForWriting(path)?.Name ?? FormatCatalogue.Own;

    private static IEnumerable<string> Losses(TopologySchedule schedule)
    {
        if (schedule.Weights is "maximumDegree" or "laplacian")
        {
            yield return $"the mixing weights ({schedule.Weights}) are left out";
        }

        if (schedule.Grid is not null)
        {
            yield return "the grid of modules is left out";
        }
    }

    private static PlainNetwork Plain(TopologySchedule schedule, int round) => new()
    {
        Name = schedule.Name,
        Directed = schedule.Directed,
        Agents = [.. schedule.Agents.Select((agent, k) => new PlainAgent(agent.Id, PositionOf(schedule, round, k)))],
        Links = schedule.LinksAt(round),
    };

    private static AgentPosition? PositionOf(TopologySchedule schedule, int round, int agentIndex) =>
        schedule.PositionsAt(round)?[agentIndex] ?? schedule.Agents[agentIndex].Position;

    /// <summary>The links of one round in every round.</summary>
    private static TopologySchedule AtRound(TopologySchedule schedule, int round)
    {
        IReadOnlyList<AgentAddress> agents = [.. schedule.Agents.Select(
            (agent, k) => agent with { Position = PositionOf(schedule, round, k) })];
        return TopologySchedule.Periodic(schedule.Name, agents, [schedule.LinksAt(round)], schedule.Directed);
    }
}
