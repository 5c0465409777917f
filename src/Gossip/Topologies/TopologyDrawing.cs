using System.Text;

namespace Murmuration.Gossip.Topologies;

/// <summary>Draws the links of a round as text.</summary>
public static class TopologyDrawing
{
    private const int LargestSquare = 40;
    private const int LargestList = 100;

    /// <summary>Up to 40 agents as a square with a dot where the agent of the row sends to the agent of the column; of
    /// more agents, a list of everybody's out-neighbours, cut off after 100 lines.</summary>
    public static string Draw(TopologySchedule schedule, int round)
    {
        var text = new StringBuilder($"round {round}: {schedule.LinksAt(round).Count} links\n");
        var width = schedule.Agents.Max(agent => agent.Id.Length);
        foreach (var (i, agent) in schedule.Agents.Take(LargestList).Index())
        {
            var row = schedule.At(round, i);
            var drawn = schedule.Agents.Count <= LargestSquare ? Square(schedule, row) : List(schedule, row);
            text.Append($"{agent.Id.PadLeft(width)}  {drawn}\n");
        }

        if (schedule.Agents.Count > LargestList)
        {
            text.Append($"… and {schedule.Agents.Count - LargestList} more agents\n");
        }

        return text.ToString();
    }

    private static string Square(TopologySchedule schedule, Neighbourhood row) =>
        string.Join(' ', schedule.Agents.Select((_, column) => Cell(row, column)));

    private static char Cell(Neighbourhood row, int column) =>
        column == row.AgentIndex ? '╲' : row.OutNeighbours.Contains(column) ? '●' : '·';

    private static string List(TopologySchedule schedule, Neighbourhood row) =>
        row.OutNeighbours.IsEmpty ? "–" : string.Join(", ", row.OutNeighbours.Select(j => schedule.Agents[j].Id));
}
