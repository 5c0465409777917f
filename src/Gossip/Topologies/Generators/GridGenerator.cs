using System.Collections.Immutable;
using Murmuration.Gossip.Topologies.Schedules;

namespace Murmuration.Gossip.Topologies.Generators;

/// <summary>Agents row by row on a rectangle, each linked with those beside, above and below it; on a torus the
/// opposite borders meet.</summary>
internal sealed class GridGenerator(int rows, int columns, bool wraps) : ITopologyGenerator
{
    public ImmutableArray<Link> Draw(int agentCount, bool directed, SeededChance chance = default)
    {
        var links = Enumerable.Range(0, agentCount).SelectMany(Forward).Where(link => link.From != link.To);
        return wraps ? LinkLists.Canonical(links, directed) : LinkLists.BothWays(links, directed);
    }

    /// <summary>The links to the right and downwards.</summary>
    private IEnumerable<Link> Forward(int agent)
    {
        var (row, column) = (agent / columns, agent % columns);
        if (wraps || column + 1 < columns)
        {
            yield return new Link(agent, row * columns + (column + 1) % columns);
        }

        if (wraps || row + 1 < rows)
        {
            yield return new Link(agent, (row + 1) % rows * columns + column);
        }
    }
}
