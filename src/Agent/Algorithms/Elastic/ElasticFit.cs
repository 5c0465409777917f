using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Algorithms.Elastic;

/// <summary>Whether centres can be held over a topology schedule as the options say, before anything runs.</summary>
internal static class ElasticFit
{
    /// <summary>Refuses what cannot work.</summary>
    /// <returns>What may diverge or will not be replaced, one line each.</returns>
    /// <exception cref="ConfigurationException">The message names the key and what to do.</exception>
    public static IReadOnlyList<string> Check(AlgorithmOptions options, TopologySchedule schedule)
    {
        var elastic = options.Elastic;
        if (elastic.Centre is { } centre && schedule.IndexOf(centre) < 0)
        {
            var known = string.Join(", ", NearestNames.Of(centre, schedule.Agents.Select(agent => agent.Id)));
            throw new ConfigurationException(
                $"key 'algorithm.elastic.centre': '{schedule.Name}' has no agent '{centre}'; did you mean {known}?");
        }

        var tree = ElasticTree.OfAll(schedule, elastic);
        RequireOneCentre(options, schedule, tree);
        RequireReplaceable(options, schedule, tree);
        return options.Name.IsDownpour() ? [] : ElasticStability.Warnings(options, schedule, tree);
    }

    /// <summary>Only elastic centres can be stacked: DOWNPOUR's forget where their workers began.</summary>
    private static void RequireOneCentre(AlgorithmOptions options, TopologySchedule schedule, ElasticTree tree)
    {
        var missing = Enumerable.Range(0, schedule.Agents.Count)
            .Where(agent => agent != tree.Root && tree.ParentOf(agent) != tree.Root)
            .ToList();
        if (options.Name.IsDownpour() && missing.Count > 0)
        {
            throw new ConfigurationException(
                $"the topology '{schedule.Name}' has no link between the centre '{IdOf(schedule, tree.Root)}' and "
                + $"'{IdOf(schedule, missing[0])}', and downpour needs one from every agent: use a star or a complete "
                + "topology, name another agent in algorithm.elastic.centre, or use algorithm.name=easgd");
        }
    }

    private static void RequireReplaceable(AlgorithmOptions options, TopologySchedule schedule, ElasticTree tree)
    {
        if (options.Elastic.OnLoss != CentreLossRule.Replace || schedule.Agents.Count < 3)
        {
            return;
        }

        bool[] others = [.. Enumerable.Range(0, schedule.Agents.Count).Select(agent => agent != tree.Root)];
        var without = ElasticTree.Of(schedule, others, centre: null);
        for (var agent = 0; agent < others.Length; agent++)
        {
            var parent = without.ParentOf(agent);
            var isJoined = options.Name.IsDownpour() ? parent == without.Root : parent >= 0;
            if (others[agent] && agent != without.Root && !isJoined)
            {
                var nothing = options.Name.IsDownpour() ? "no link" : "nothing";
                throw new ConfigurationException(
                    $"key 'algorithm.elastic.onLoss': replace cannot work over '{schedule.Name}': without the centre "
                    + $"'{IdOf(schedule, tree.Root)}' {nothing} joins '{IdOf(schedule, agent)}' with "
                    + $"'{IdOf(schedule, without.Root)}'; add links between the others, or use wait");
            }
        }
    }

    private static string IdOf(TopologySchedule schedule, int agent) => schedule.Agents[agent].Id;
}
