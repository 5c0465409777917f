using System.Collections.Immutable;
using Murmuration.Gossip.Topologies.Schedules;

namespace Murmuration.Gossip.Topologies.Generators;

/// <summary>Agents in groups of one size, group by group; those of a group are linked as a ring or all with each other,
/// and so are the first agents of all groups.</summary>
internal sealed class HierarchyGenerator(int groups, bool isComplete) : ITopologyGenerator
{
    public ImmutableArray<Link> Draw(int agentCount, bool directed, SeededChance chance = default)
    {
        ITopologyGenerator level = isComplete ? new CompleteGenerator() : new RingGenerator();
        var size = agentCount / groups;
        var within = level.Draw(size, directed: false);
        var links = Enumerable.Range(0, groups)
            .SelectMany(group => within.Select(link => new Link((group * size) + link.From, (group * size) + link.To)))
            .Concat(level.Draw(groups, directed: false).Select(link => new Link(link.From * size, link.To * size)));
        return LinkLists.BothWays(links, directed);
    }
}
