using System.Collections.Immutable;
using Murmuration.Gossip.Topologies.Schedules;

namespace Murmuration.Gossip.Topologies.Generators;

/// <summary>Agents group by group, each group a chain in the order of its modules; the agents with the same module are
/// linked as a ring or all with each other.</summary>
internal sealed class PipelineGenerator(int groups, int modules, bool isComplete) : ITopologyGenerator
{
    /// <summary>Who holds which module.</summary>
    public AgentGrid Grid { get; } = AgentGrid.RowByRow(groups, modules);

    public ImmutableArray<Link> Draw(int agentCount, bool directed, SeededChance chance = default) =>
        LinkLists.BothWays([.. Chains(), .. ModuleGroups()], directed);

    private IEnumerable<Link> Chains() => Grid.ChainPairs().Select(pair => new Link(pair.From, pair.To));

    private IEnumerable<Link> ModuleGroups()
    {
        ITopologyGenerator within = isComplete ? new CompleteGenerator() : new RingGenerator();
        var links = groups > 1 ? within.Draw(groups, directed: false) : [];
        return Enumerable.Range(0, modules)
            .SelectMany(module => links.Select(link => new Link(Grid[link.From, module], Grid[link.To, module])));
    }
}
