using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Agent.Data.Partitioners;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Training;

/// <summary>
/// Which agent holds which rows: every agent a share, or, in a grid, the first agent of every data group, from which
/// the rows go through the modules of its chain.
/// </summary>
internal static class RowShares
{
    /// <summary>Deals the rows; a function of its arguments, so that all agents find the same.</summary>
    /// <returns>The rows of each agent, in agent order.</returns>
    public static int[][] Deal(Dataset rows, PartitionOptions options, TopologySchedule schedule, int seed)
    {
        var partitioner = Partitioner.Create(options);
        if (schedule.Grid is not { } grid)
        {
            return partitioner.Partition(rows, schedule.Agents.Count, seed);
        }

        var groups = partitioner.Partition(rows, grid.Groups, seed);
        return [.. schedule.Agents.Select((_, agent) =>
            grid.PlaceOf(agent) is (var group, 0) ? groups[group] : [])];
    }

    /// <summary>Whether an agent holds rows at all.</summary>
    public static bool HoldsRows(TopologySchedule schedule, int agentIndex) =>
        schedule.Grid?.PlaceOf(agentIndex).Module is null or 0;
}
