using System.Collections.Immutable;

namespace Murmuration.Gossip.Topologies;

/// <summary>The groups into which links part the agents: within a group everybody reaches everybody, over links taken
/// both ways or, when directed, along them (R. Kosaraju's two searches).</summary>
internal static class AgentGroups
{
    /// <summary>All groups, the largest first, then by their first agent; agents ascending.</summary>
    public static IReadOnlyList<ImmutableArray<int>> Of(int agentCount, bool directed, IReadOnlyCollection<Link> links)
    {
        var (along, against) = (Lists(agentCount), Lists(agentCount));
        foreach (var link in links)
        {
            along[link.From].Add(link.To);
            against[link.To].Add(link.From);
            if (!directed)
            {
                along[link.To].Add(link.From);
                against[link.From].Add(link.To);
            }
        }

        var order = new List<int>();
        var visited = new bool[agentCount];
        for (var agent = 0; agent < agentCount; agent++)
        {
            Visit(agent, along, visited, order);
        }

        Array.Clear(visited);
        var groups = new List<ImmutableArray<int>>();
        foreach (var agent in Enumerable.Reverse(order).Where(agent => !visited[agent]))
        {
            var group = new List<int>();
            Visit(agent, against, visited, group);
            groups.Add([.. group.Order()]);
        }

        return [.. groups.OrderByDescending(group => group.Length).ThenBy(group => group[0])];
    }

    /// <summary>Adds the agents that are reached, each after all that are reached through it.</summary>
    private static void Visit(int start, List<int>[] next, bool[] visited, List<int> done)
    {
        if (visited[start])
        {
            return;
        }

        visited[start] = true;
        var path = new Stack<(int Agent, int Tried)>([(start, 0)]);
        while (path.TryPop(out var top))
        {
            if (top.Tried == next[top.Agent].Count)
            {
                done.Add(top.Agent);
                continue;
            }

            path.Push((top.Agent, top.Tried + 1));
            var other = next[top.Agent][top.Tried];
            if (!visited[other])
            {
                visited[other] = true;
                path.Push((other, 0));
            }
        }
    }

    private static List<int>[] Lists(int count) => [.. Enumerable.Range(0, count).Select(_ => new List<int>())];
}
