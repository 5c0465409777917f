namespace Murmuration.Gossip.Exchange;

/// <summary>
/// The letters of one neighbour that have come and have not been taken, as a state machine without I/O: each is
/// accepted once and in order. The caller guards it with one lock.
/// </summary>
internal sealed class LetterInbox(LetterLimits limits)
{
    private readonly LetterPool _pool = new(limits);
    private LetterSlot?[] _ring = [];

    /// <summary>Letters that have come completely.</summary>
    public long Arrived { get; private set; }

    /// <summary>Letters that the algorithm has taken.</summary>
    public long Taken { get; private set; }

    /// <summary>The letter to be taken next, null when there is none.</summary>
    public LetterSlot? First => Taken < Arrived ? _ring[Taken % limits.Capacity] : null;

    /// <summary>What would become of a letter. One that leaves out others, or that there can be no room for because too
    /// many are unconfirmed, is a violation.</summary>
    public Arrival Classify(long number) =>
        number < Arrived ? Arrival.Duplicate
        : number > Arrived || Arrived - Taken == limits.Capacity ? Arrival.Unexpected
        : Arrival.Fresh;

    /// <summary>Memory for the next letter, to be accepted when it has come completely or to be let go.</summary>
    public LetterSlot Rent(int from, int kind, int length, ReadOnlySpan<double> scalars)
    {
        var slot = _pool.Rent();
        slot.Prepare(from, kind, Arrived, length, scalars, life: 0);
        return slot;
    }

    /// <summary>Takes a fresh letter, and one hold on it from the caller.</summary>
    /// <param name="slot">The letter.</param>
    /// <param name="arrival">Its place in the order of arrival from all neighbours.</param>
    public void Accept(LetterSlot slot, long arrival)
    {
        if (_ring.Length == 0)
        {
            _ring = new LetterSlot?[limits.Capacity];
        }

        slot.Arrival = arrival;
        _ring[Arrived++ % limits.Capacity] = slot;
    }

    /// <summary>Hands the first letter to the algorithm.</summary>
    public LetterSlot Take()
    {
        ref var place = ref _ring[Taken++ % limits.Capacity];
        var slot = place!;
        place = null;
        slot.HandOver();
        return slot;
    }

    /// <summary>Begins to count anew.</summary>
    /// <returns>How many letters were dropped.</returns>
    public int Restart()
    {
        var count = (int)(Arrived - Taken);
        foreach (var slot in _ring)
        {
            slot?.LetGo();
        }

        _ring.AsSpan().Clear();
        (Arrived, Taken) = (0, 0);
        return count;
    }

    public void Save(StateWriter writer)
    {
        writer.Write(Taken);
        writer.Write((int)(Arrived - Taken));
        for (var number = Taken; number < Arrived; number++)
        {
            writer.Write(_ring[number % limits.Capacity]!);
        }
    }

    public void Load(StateReader reader, int from)
    {
        Taken = Arrived = reader.ReadLetterCount();
        for (var count = reader.ReadCount(limits.Capacity); count > 0; count--)
        {
            var slot = _pool.Rent();
            reader.ReadLetter(slot, from, Arrived, limits.Length);
            Accept(slot, arrival: 0);
        }
    }
}
