using System.Collections;
using System.Runtime.InteropServices;

namespace Murmuration.Gossip.Exchange;

/// <summary>
/// The contributions to one round in ascending agent order, the agent's own among them. One object serves all rounds
/// of an exchange.
/// </summary>
public sealed class RoundMessages : IReadOnlyList<Contribution>
{
    private readonly List<Settlement> _settlements = [];
    private Contribution[] _contributions = [];

    /// <summary>The round these contributions belong to.</summary>
    public int Round { get; private set; } = -1;

    /// <summary>Number of contributions: in-neighbours of the round and the agent itself.</summary>
    public int Count { get; private set; }

    /// <summary>The contribution at a position of the ascending agent order.</summary>
    public Contribution this[int index] => Span[index];

    /// <summary>The agent's own contribution.</summary>
    public Contribution Own { get; private set; }

    /// <summary>All contributions, without a copy.</summary>
    public ReadOnlySpan<Contribution> Span => _contributions.AsSpan(0, Count);

    /// <summary>Messages of earlier rounds that came too late for them, in ascending order of agent and round; what
    /// the neighbour counted in time, or will settle likewise, this agent adds now.</summary>
    public ReadOnlySpan<Settlement> Settlements => CollectionsMarshal.AsSpan(_settlements);

    /// <inheritdoc/>
    public IEnumerator<Contribution> GetEnumerator() => _contributions.Take(Count).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Start(int round, int capacity)
    {
        if (_contributions.Length < capacity)
        {
            _contributions = new Contribution[capacity];
        }

        Clear();
        Round = round;
    }

    internal void AddOwn(in Contribution contribution)
    {
        Own = contribution;
        Add(contribution);
    }

    internal void Add(in Contribution contribution) => _contributions[Count++] = contribution;

    internal void AddSettlement(in Settlement settlement) => _settlements.Add(settlement);

    internal void Clear()
    {
        _settlements.Clear();
        _contributions.AsSpan(0, Count).Clear();
        Count = 0;
    }
}
