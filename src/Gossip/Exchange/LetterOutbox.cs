namespace Murmuration.Gossip.Exchange;

/// <summary>
/// The letters of this agent to one neighbour that have not been confirmed, as a state machine without I/O. As many as
/// the neighbour has room for, so that none is ever sent in vain. The caller guards it with one lock.
/// </summary>
internal sealed class LetterOutbox(LetterLimits limits)
{
    private readonly LetterPool _pool = new(limits);
    private LetterSlot?[] _ring = [];
    private long _end;

    /// <summary>Letters that have gone out completely on some connection.</summary>
    public long Sent { get; private set; }

    /// <summary>Letters that the neighbour has taken.</summary>
    public long Confirmed { get; private set; }

    /// <summary>Letters that had come completely when the two met last: the next connection goes on behind
    /// them.</summary>
    public long Delivered { get; private set; }

    public bool IsEmpty => _end == Confirmed;

    public bool IsFull => _end - Confirmed == limits.Capacity;

    /// <summary>Letters that are ready and unconfirmed, from the first one on.</summary>
    public IEnumerable<LetterSlot> Waiting
    {
        get
        {
            for (var number = Confirmed; Ready(number) is { } slot; number++)
            {
                yield return slot;
            }
        }
    }

    /// <summary>
    /// Memory for the next letter, which leaves once it is ready; null when the outbox is full. Outbox and caller both
    /// hold it.
    /// </summary>
    public LetterSlot? TryRent(int from, int kind, int length, ReadOnlySpan<double> scalars, long life)
    {
        if (IsFull)
        {
            return null;
        }

        var slot = _pool.Rent();
        slot.Prepare(from, kind, _end, length, scalars, life);
        slot.Hold();
        Put(slot);
        return slot;
    }

    /// <summary>A letter that may leave, null when there is none of that number.</summary>
    public LetterSlot? Ready(long number) =>
        number >= Confirmed && number < _end && _ring[number % limits.Capacity] is { IsReady: true } slot ? slot : null;

    /// <summary>The last bytes of a letter are about to leave.</summary>
    public void Send(long number) => Sent = Math.Max(Sent, number + 1);

    /// <summary>Notes what the neighbour says to have come, when the two meet.</summary>
    public void GoOnBehind(long arrived) => Delivered = arrived;

    /// <summary>The neighbour has taken so many letters; false when they were never sent.</summary>
    public bool TryConfirm(long taken)
    {
        if (taken > Sent)
        {
            return false;
        }

        for (; Confirmed < taken; Confirmed++)
        {
            ref var slot = ref _ring[Confirmed % limits.Capacity];
            slot!.LetGo();
            slot = null;
        }

        return true;
    }

    /// <summary>Drops all letters.</summary>
    /// <returns>How many.</returns>
    public int Clear()
    {
        var count = (int)(_end - Confirmed);
        foreach (var slot in _ring)
        {
            slot?.LetGo();
        }

        _ring.AsSpan().Clear();
        Confirmed = Sent = _end;
        return count;
    }

    /// <summary>Begins to count anew, with the last letters that were all sent in the knowledge of the neighbour's new
    /// life, or of none.</summary>
    /// <param name="life">The neighbour's life; 0 when this agent has begun one, whose letters are all still to
    /// come.</param>
    /// <returns>How many were dropped.</returns>
    public int Restart(long life)
    {
        var kept = new List<LetterSlot>();
        for (var number = _end - 1; number >= Confirmed && IsMeantFor(life, Slot(number)); number--)
        {
            kept.Add(Slot(number));
            Slot(number).Hold();
        }

        var dropped = Clear() - kept.Count;
        (Confirmed, _end, Sent, Delivered) = (0, 0, 0, 0);
        for (var k = kept.Count - 1; k >= 0; k--)
        {
            kept[k].Renumber(_end);
            Put(kept[k]);
        }

        return dropped;
    }

    public void Save(StateWriter writer)
    {
        var waiting = Waiting.ToList();
        writer.Write(Sent);
        writer.Write(Confirmed);
        writer.Write(waiting.Count);
        waiting.ForEach(writer.Write);
    }

    public void Load(StateReader reader, int from)
    {
        Sent = reader.ReadLetterCount();
        Confirmed = _end = reader.ReadLetterCount();
        for (var count = reader.ReadCount(limits.Capacity); count > 0; count--)
        {
            var slot = _pool.Rent();
            reader.ReadLetter(slot, from, _end, limits.Length);
            slot.IsReady = true;
            Put(slot);
        }

        if (Sent < Confirmed || Sent > _end)
        {
            throw StateReader.Malformed();
        }
    }

    private static bool IsMeantFor(long life, LetterSlot slot) => life > 0 && (slot.Life == 0 || slot.Life >= life);

    private LetterSlot Slot(long number) => _ring[number % limits.Capacity]!;

    private void Put(LetterSlot slot)
    {
        if (_ring.Length == 0)
        {
            _ring = new LetterSlot?[limits.Capacity];
        }

        _ring[_end++ % limits.Capacity] = slot;
    }
}
