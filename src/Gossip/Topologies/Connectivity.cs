using System.Collections.Immutable;

namespace Murmuration.Gossip.Topologies;

/// <summary>Whether links connect all agents: undirected by one search from agent 0, directed (strongly) by one along
/// and one against the links.</summary>
internal sealed class Connectivity
{
    private readonly int _agentCount;
    private readonly bool _directed;
    private readonly List<int>[] _successors;
    private readonly List<int>[] _predecessors;

    public Connectivity(int agentCount, bool directed, IEnumerable<Link> links)
    {
        (_agentCount, _directed) = (agentCount, directed);
        _successors = Lists();
        _predecessors = directed ? Lists() : _successors;
        foreach (var link in links)
        {
            _successors[link.From].Add(link.To);
            _predecessors[link.To].Add(link.From);
        }
    }

    /// <summary>Whether every agent reaches every other.</summary>
    public bool IsConnected => FindGap() is null;

    /// <summary>Those cut off from agent 0, or null when all are connected.</summary>
    public (GapKind Kind, ImmutableArray<int> Agents)? FindGap()
    {
        var unreached = Unvisited(_successors);
        if (unreached.Length > 0)
        {
            return (_directed ? GapKind.Unreached : GapKind.Apart, unreached);
        }

        var unheard = _directed ? Unvisited(_predecessors) : [];
        return unheard.Length > 0 ? (GapKind.Unheard, unheard) : null;
    }

    private ImmutableArray<int> Unvisited(List<int>[] next)
    {
        var visited = new bool[_agentCount];
        var waiting = new Stack<int>([0]);
        visited[0] = true;
        while (waiting.TryPop(out var agent))
        {
            foreach (var other in next[agent].Where(other => !visited[other]))
            {
                visited[other] = true;
                waiting.Push(other);
            }
        }

        return [.. Enumerable.Range(0, _agentCount).Where(agent => !visited[agent])];
    }

    private List<int>[] Lists() => [.. Enumerable.Range(0, _agentCount).Select(_ => new List<int>())];
}
