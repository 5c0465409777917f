using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Algorithms.Leaders;

/// <summary>Who is in which group of LSGD.</summary>
internal sealed class LeaderGroups
{
    private readonly int[] _groupOf;

    /// <summary>Reads the groups of a run file.</summary>
    /// <exception cref="ConfigurationException">An agent is unknown, or not in exactly one group.</exception>
    public LeaderGroups(LeaderOptions options, TopologySchedule schedule)
    {
        HasLeaderOfAll = options.Groups.Count > 1 && (options.PullGlobal > 0 || options.StepPullGlobal > 0);
        _groupOf = new int[schedule.Agents.Count];
        Array.Fill(_groupOf, options.Groups.Count == 0 ? 0 : -1);
        for (var group = 0; group < options.Groups.Count; group++)
        {
            foreach (var id in options.Groups[group])
            {
                Put(id, group, schedule);
            }
        }

        if (Array.IndexOf(_groupOf, -1) is >= 0 and var missing)
        {
            throw new ConfigurationException(
                $"key 'algorithm.leader.groups': agent '{schedule.Agents[missing].Id}' is in no group; put every agent "
                + "into one, or leave the key out for a single group");
        }
    }

    /// <summary>Whether somebody leads all: there are several groups, and a pull across them.</summary>
    public bool HasLeaderOfAll { get; }

    /// <summary>Whether two agents share a leader.</summary>
    public bool AreTogether(int one, int other) => _groupOf[one] == _groupOf[other];

    private void Put(string id, int group, TopologySchedule schedule)
    {
        var agent = schedule.IndexOf(id);
        if (agent < 0)
        {
            var known = string.Join(", ", NearestNames.Of(id, schedule.Agents.Select(one => one.Id)));
            throw new ConfigurationException(
                $"key 'algorithm.leader.groups': '{schedule.Name}' has no agent '{id}'; did you mean {known}?");
        }

        if (_groupOf[agent] >= 0)
        {
            throw new ConfigurationException($"key 'algorithm.leader.groups': agent '{id}' is in two groups");
        }

        _groupOf[agent] = group;
    }
}
