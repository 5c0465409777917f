namespace Murmuration.Gossip.Topologies;

/// <summary>What must hold for consensus to be exact and to come about, wherever a schedule comes from.</summary>
internal static class ScheduleChecks
{
    private const double SmallestSelfWeight = 1e-9;

    /// <summary>Between 1 and the most agents, all with different ids.</summary>
    public static void Agents(IReadOnlyList<AgentAddress> agents)
    {
        if (agents.Count is 0 or > TopologySchedule.LargestAgentCount)
        {
            throw Problem("agents", $"{agents.Count} agents; a network has 1 to {TopologySchedule.LargestAgentCount}.");
        }

        var twice = agents.GroupBy(agent => agent.Id, StringComparer.Ordinal).FirstOrDefault(ids => ids.Count() > 1);
        if (twice is not null)
        {
            throw Problem("agents", $"{twice.Count()} agents are called \"{twice.Key}\"; give each its own id.");
        }
    }

    /// <summary>No self-loop, no link twice, no agent that does not exist.</summary>
    public static void Links(IReadOnlyList<Link> links, int agentCount, bool directed, string element)
    {
        var seen = new HashSet<(int From, int To)>();
        foreach (var (index, link) in links.Index())
        {
            var place = $"{element}[{index}]";
            if (link.From < 0 || link.To < 0 || link.From >= agentCount || link.To >= agentCount)
            {
                throw Problem(place, $"the link {link.From}, {link.To} names an agent outside 0 to {agentCount - 1}.");
            }

            if (link.From == link.To)
            {
                throw Problem(place, $"links agent {link.From} to itself; an agent's own weight needs no link.");
            }

            var normalized = link.Normalized(directed);
            if (!seen.Add((normalized.From, normalized.To)))
            {
                throw Problem(place, $"the link {link.From}, {link.To} stands here for the second time; keep one.");
            }
        }
    }

    /// <summary>Weights of every fixed topology, then joint connectivity.</summary>
    public static void Whole(TopologySchedule schedule, Func<int, string>? elementOf = null)
    {
        for (var index = 0; index < (schedule.TopologyCount ?? 0); index++)
        {
            SelfWeights(schedule, index, elementOf?.Invoke(index) ?? $"rounds[{index}]");
        }

        Connected(schedule);
    }

    /// <summary>Every agent keeps a positive weight for itself (assumption B of NEXT: c_ii ≥ θ > 0), which with weights
    /// that complete rows (columns when directed) to one is stochasticity.</summary>
    public static void SelfWeights(TopologySchedule schedule, int topologyIndex, string element)
    {
        var topology = schedule.TopologyOf(topologyIndex);
        for (var i = 0; i < schedule.Agents.Count; i++)
        {
            var self = topology[i].SelfWeight;
            if (self >= SmallestSelfWeight)
            {
                continue;
            }

            var (which, line) = schedule.Directed ? ("from", "column") : ("of", "row");
            throw Problem(element,
                $"the weights of the links {which} \"{schedule.Agents[i].Id}\" alone sum to {1 - self:0.######} in "
                + $"{line} {i} of the mixing matrix; lower them, so that the agent keeps a weight above 0.");
        }
    }

    /// <summary>The links that come again and again connect all agents, both ways when directed.</summary>
    public static void Connected(TopologySchedule schedule)
    {
        var connectivity = new Connectivity(schedule.Agents.Count, schedule.Directed, schedule.LastingLinks);
        if (connectivity.FindGap() is not { } gap)
        {
            return;
        }

        var groups = AgentGroups.Of(schedule.Agents.Count, schedule.Directed, schedule.LastingLinks);
        var first = $"\"{schedule.Agents[0].Id}\"";
        var names = GroupAdvice.Names(schedule, gap.Agents);
        var problem = gap.Kind switch
        {
            GapKind.Apart => "the network falls apart: no path, over all rounds, joins the "
                + $"{groups.Count} groups {GroupAdvice.Groups(schedule, groups)}.",
            GapKind.Unreached => $"not strongly connected: nothing {first} sends ever reaches {names}.",
            _ => $"not strongly connected: nothing {names} send ever reaches {first}.",
        };
        problem += $" Add links, such as {GroupAdvice.Links(schedule, groups)}.";
        throw new TopologyException(null, null, "schedule", problem) { Gap = gap.Kind };
    }

    private static TopologyException Problem(string element, string problem) => new(null, null, element, problem);
}
