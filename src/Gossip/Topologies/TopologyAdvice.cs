namespace Murmuration.Gossip.Topologies;

/// <summary>What the author of a schedule may want to know or change.</summary>
internal sealed class TopologyAdvice(TopologySchedule schedule, TopologyReport report)
{
    private const double SmallGap = 0.02;
    private const int ManyLinks = 64;
    private const double NearMinusOne = -0.8;
    private const int MostNames = 4;

    /// <summary>Advice, one sentence each; empty when there is nothing to say.</summary>
    public IEnumerable<string> Find() => [.. Links(), .. Mixing(), .. Failures(), .. Addresses()];

    private IEnumerable<string> Links()
    {
        if (schedule.Directed)
        {
            yield return "links go one way: choose an algorithm with push-sum, such as SONATA.";
        }

        var (start, count) = schedule.Window;
        if (report.JointlyConnectedOver is null && Apart(Enumerable.Range(start, count)) is { } apart)
        {
            yield return $"the {count} rounds looked at join only the groups {apart}, and others meet later or hardly "
                + "ever; draw more links in a round.";
        }

        if (start > 0 && Apart(Enumerable.Range(0, schedule.TopologyCount!.Value - 1), byTopology: true) is { } early)
        {
            yield return $"before round {start} the links join only the groups {early}; these agree from then on.";
        }
    }

    /// <summary>The groups that the links of some rounds leave, or null when they connect all.</summary>
    private string? Apart(IEnumerable<int> rounds, bool byTopology = false)
    {
        var links = rounds.SelectMany(
            index => byTopology ? schedule.TopologyOf(index).Links : schedule.TopologyAt(index).Links).ToHashSet();
        var groups = AgentGroups.Of(schedule.Agents.Count, schedule.Directed, links);
        return groups.Count > 1 ? GroupAdvice.Groups(schedule, groups) : null;
    }

    private IEnumerable<string> Mixing()
    {
        if (report.ShrinkingPerRound is { } left && 1 - left < SmallGap && report.RoundsToAgree is { } rounds)
        {
            yield return $"agreement is slow ({rounds} rounds to a thousandth); add links between agents far apart.";
        }

        if (report.SmallestEigenvalue is { } smallest && smallest < NearMinusOne)
        {
            var why = report.HasTwoSides ? " between two sides that have links from one to the other only" : "";
            yield return $"the mixing matrix has the eigenvalue {smallest:0.###}: differences{why} swing to and fro; "
                + "lower the weights of the links, or use metropolis weights.";
        }
    }

    private IEnumerable<string> Failures()
    {
        if (report.CutAgents is { Count: > 0 } agents)
        {
            yield return $"without {Named(agents, "agent")} the others no longer reach each other; give their "
                + "neighbours links around them.";
        }

        if (report.FewestNeighbours == 1 && schedule.Agents.Count > 2)
        {
            yield return "an agent has a single neighbour, and is cut off when that one fails; two or more are safer.";
        }

        if (report.MostNeighbours > ManyLinks)
        {
            yield return $"an agent holds {report.MostNeighbours} connections, and as many messages; spread them.";
        }
    }

    private IEnumerable<string> Addresses()
    {
        if (schedule.Agents.All(agent => agent.Host is "127.0.0.1" or "::1" or "localhost"))
        {
            yield return schedule.HasAddresses
                ? "all addresses are on this machine; set the agents' own before you launch them on several."
                : "the file says not where agents listen; before you launch them on several machines, give addresses: "
                    + "murmur topology convert … --addresses FILE.";
        }
    }

    private static string Named(IReadOnlyList<string> ids, string what)
    {
        var some = string.Join(", ", ids.Take(MostNames).Select(id => $"\"{id}\""));
        return ids.Count == 1 ? $"the {what} {some}"
            : ids.Count <= MostNames ? $"any of the {what}s {some}"
            : $"any of the {what}s {some} and {ids.Count - MostNames} more";
    }
}
