using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Algorithms.Leaders;

/// <summary>Whether LSGD can run over a topology schedule: any member of a group may come to lead it, so all must be
/// linked with all.</summary>
internal static class LeaderFit
{
    /// <summary>Refuses a schedule that lacks a link.</summary>
    /// <exception cref="ConfigurationException">The message names both agents and what to do.</exception>
    public static void Require(AlgorithmOptions options, TopologySchedule schedule)
    {
        var groups = new LeaderGroups(options.Leader, schedule);
        var isGlobal = groups.HasLeaderOfAll;
        for (var one = 0; one < schedule.Agents.Count; one++)
        {
            for (var other = one + 1; other < schedule.Agents.Count; other++)
            {
                if ((isGlobal || groups.AreTogether(one, other)) && !AreLinked(options, schedule, one, other))
                {
                    throw Missing(schedule, one, other, groups.AreTogether(one, other));
                }
            }
        }
    }

    /// <summary>Common rounds need the link in every round, letters only at times.</summary>
    private static bool AreLinked(AlgorithmOptions options, TopologySchedule schedule, int one, int other)
    {
        if (options.Asynchronous)
        {
            return schedule.EverNeighbours(one).Contains(other);
        }

        return schedule.Period is { } period
            && Enumerable.Range(0, period).All(round => schedule.At(round, one).OutNeighbours.Contains(other));
    }

    private static ConfigurationException Missing(TopologySchedule schedule, int one, int other, bool areTogether)
    {
        var (first, second) = (schedule.Agents[one].Id, schedule.Agents[other].Id);
        return new(
            $"the topology '{schedule.Name}' has no lasting link between '{first}' and '{second}', and lsgd needs one: "
            + (areTogether
                ? "either may come to lead their group; use a topology that is complete within each group of "
                    + "algorithm.leader.groups"
                : "either may come to lead all; use a complete topology, or pullGlobal=0 and "
                    + "stepPullGlobal=0 in algorithm.leader"));
    }
}
