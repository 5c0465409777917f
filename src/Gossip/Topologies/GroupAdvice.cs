using System.Collections.Immutable;

namespace Murmuration.Gossip.Topologies;

/// <summary>Names the groups of a network that does not hold together, and links that would join them.</summary>
internal static class GroupAdvice
{
    private const int MostNames = 6;
    private const int MostGroups = 6;
    private const int MostLinks = 3;

    /// <summary>Some agents by name, the first ones of many.</summary>
    public static string Names(TopologySchedule schedule, IReadOnlyList<int> agents) => Listed(
        agents.Take(MostNames).Select(agent => $"\"{schedule.Agents[agent].Id}\""), agents.Count - MostNames);

    /// <summary>Groups by the names of their agents, the first ones of many.</summary>
    public static string Groups(TopologySchedule schedule, IReadOnlyList<ImmutableArray<int>> groups) => Listed(
        groups.Take(MostGroups).Select(group => $"({Names(schedule, group)})"), groups.Count - MostGroups);

    /// <summary>A link from the largest group to each other one, both ways when directed, between those agents that
    /// have the fewest neighbours.</summary>
    public static string Links(TopologySchedule schedule, IReadOnlyList<ImmutableArray<int>> groups)
    {
        var hub = Least(schedule, groups[0]);
        var links = groups.Skip(1).Select(group => Least(schedule, group)).SelectMany(
            other => schedule.Directed ? [(hub, other), (other, hub)] : new[] { (hub, other) }).ToList();
        return Listed(
            links.Take(MostLinks).Select(link => Link(schedule, link)), links.Count - MostLinks);
    }

    private static string Link(TopologySchedule schedule, (int From, int To) link) =>
        $"[\"{schedule.Agents[link.From].Id}\", \"{schedule.Agents[link.To].Id}\"]";

    private static int Least(TopologySchedule schedule, ImmutableArray<int> group) =>
        group.MinBy(agent => schedule.EverNeighbours(agent).Count);

    private static string Listed(IEnumerable<string> some, int more) =>
        string.Join(", ", some) + (more > 0 ? $" and {more} more" : "");
}
