namespace Murmuration.Agent.Reports.Drawing;

/// <summary>In which order agents stand on a circle, where a circle is a good drawing.</summary>
internal static class CircleOrder
{
    /// <summary>Up to so many agents with equally many neighbours each are drawn on a circle.</summary>
    private const int FewAgents = 16;

    /// <summary>Agents along the circle, all but the middle one of a star; null where another drawing is
    /// better.</summary>
    public static IReadOnlyList<int>? Of(IReadOnlyList<int>[] neighbours)
    {
        int[] all = [.. Enumerable.Range(0, neighbours.Length)];
        if (Array.FindIndex(neighbours, others => others.Count == all.Length - 1) is >= 0 and var middle
            && all.Length is 1 or > 3
            && all.All(agent => agent == middle || neighbours[agent].Count == 1))
        {
            return [.. all.Where(agent => agent != middle)];
        }

        var isRegular = neighbours.All(others => others.Count == neighbours[0].Count);
        return !isRegular || all.Length < 3 ? null
            : neighbours[0].Count == 2 ? Around(neighbours)
            : all.Length <= FewAgents || LooksTheSameFromEverywhere(neighbours) ? all : null;
    }

    /// <summary>The agents of a ring one after the other; null when there are several rings.</summary>
    private static List<int>? Around(IReadOnlyList<int>[] neighbours)
    {
        var order = new List<int> { 0 };
        for (var (before, here) = (0, neighbours[0][0]); here != 0;)
        {
            order.Add(here);
            (before, here) = (here, neighbours[here][0] == before ? neighbours[here][1] : neighbours[here][0]);
        }

        return order.Count == neighbours.Length ? order : null;
    }

    /// <summary>Whether every agent has its neighbours at the same distances along the circle.</summary>
    private static bool LooksTheSameFromEverywhere(IReadOnlyList<int>[] neighbours) =>
        neighbours.Index().All(agent => agent.Item.SequenceEqual(
            neighbours[0].Select(step => (agent.Index + step) % neighbours.Length).Order()));
}
