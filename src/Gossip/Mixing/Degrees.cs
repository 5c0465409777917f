using System.Collections.Immutable;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Mixing;

/// <summary>How many neighbours every agent has in one round, itself not counted.</summary>
internal sealed class Degrees
{
    private readonly int[] _incoming;
    private readonly int[] _outgoing;

    public Degrees(int agentCount, bool directed, ImmutableArray<Link> links)
    {
        _incoming = new int[agentCount];
        _outgoing = directed ? new int[agentCount] : _incoming;
        foreach (var link in links)
        {
            _outgoing[link.From]++;
            _incoming[link.To]++;
        }

        Maximum = Math.Max(_incoming.Max(), _outgoing.Max());
    }

    public IReadOnlyList<int> Incoming => _incoming;

    /// <summary>The same as incoming when undirected.</summary>
    public IReadOnlyList<int> Outgoing => _outgoing;

    /// <summary>The largest degree of any agent.</summary>
    public int Maximum { get; }
}
