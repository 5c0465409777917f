namespace Murmuration.Gossip.Exchange;

/// <summary>
/// The records of an agent's censuses as a state machine without I/O: every record that is new goes to the end of a
/// log, and each connection walks along the log, so that a record reaches all agents from neighbour to neighbour and a
/// new connection begins from the start. The caller guards it with one lock.
/// </summary>
/// <remarks>
/// A neighbour can be one census ahead, because it cannot finish one without this agent's record, or one behind. So
/// the records of three censuses at most are held.
/// </remarks>
internal sealed class Census(int agentCount, int agentIndex)
{
    private readonly List<CensusEntry> _log = [];
    private long _firstPosition;

    /// <summary>The census begun last, −1 before the first.</summary>
    public int Current { get; private set; } = -1;

    /// <summary>Begins the next census with this agent's own record.</summary>
    public int Begin(ReadOnlyMemory<byte> record)
    {
        Current++;
        Prune();
        _log.Add(new(Current, agentIndex, -1, record));
        return Current;
    }

    /// <summary>What would become of a record: fresh, already known, of a census that has passed, or
    /// impossible.</summary>
    public Arrival Classify(int census, int ofIndex) =>
        census > Current + 1 ? Arrival.TooEarly
        : census < Current - 1 ? Arrival.Stale
        : ofIndex == agentIndex || IsKnown(census, ofIndex) ? Arrival.Duplicate
        : Arrival.Fresh;

    /// <summary>Takes a fresh record to pass it on.</summary>
    public void Add(CensusEntry entry)
    {
        if (Classify(entry.Census, entry.AgentIndex) == Arrival.Fresh)
        {
            _log.Add(entry);
        }
    }

    /// <summary>The next record to send to a neighbour, from a position in the log that moves along; null at its
    /// end.</summary>
    public CensusEntry? Next(ref long position, int toIndex)
    {
        position = Math.Max(position, _firstPosition);
        while (position < _firstPosition + _log.Count)
        {
            var entry = _log[(int)(position++ - _firstPosition)];
            if (entry.FromIndex != toIndex)
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>
    /// All records of a census in agent order, null while some are unknown. Those that departed count as known, and so
    /// do those without whom the census was closed; their records are empty.
    /// </summary>
    /// <param name="census">Which census.</param>
    /// <param name="inBulletin">The bulletin's record of an agent: who takes part must be known there too.</param>
    public IReadOnlyList<ReadOnlyMemory<byte>>? Records(int census, Func<int, AgentRecord?> inBulletin)
    {
        var records = new ReadOnlyMemory<byte>[agentCount];
        var closing = Find(census, agentCount);
        for (var index = 0; index < agentCount; index++)
        {
            var entry = Find(census, index);
            var isMember = closing is null
                ? inBulletin(index)?.Status != AgentStatus.Departed
                : closing.Record.Span[index] != 0;
            if (isMember && (entry is null || inBulletin(index) is null))
            {
                return null;
            }

            records[index] = isMember || entry is not null && closing is null ? entry!.Record : default;
        }

        return records;
    }

    /// <summary>
    /// Closes the present census with the records known, if this agent is the first of those; the others follow it.
    /// Gives the agents that it begins without, null when there is nothing to close.
    /// </summary>
    public IReadOnlyList<int>? Close()
    {
        var known = Enumerable.Range(0, agentCount).Where(index => IsKnown(Current, index)).ToHashSet();
        if (Current < 0 || known.Count == agentCount || known.Min() != agentIndex || IsKnown(Current, agentCount))
        {
            return null;
        }

        var members = Enumerable.Range(0, agentCount).Select(index => (byte)(known.Contains(index) ? 1 : 0));
        _log.Add(new(Current, agentCount, -1, members.ToArray()));
        return [.. Enumerable.Range(0, agentCount).Except(known)];
    }

    private bool IsKnown(int census, int ofIndex) => Find(census, ofIndex) is not null;

    private CensusEntry? Find(int census, int ofIndex)
    {
        foreach (var entry in _log)
        {
            if (entry.Census == census && entry.AgentIndex == ofIndex)
            {
                return entry;
            }
        }

        return null;
    }

    private void Prune()
    {
        var passed = _log.FindIndex(entry => entry.Census >= Current - 1);
        passed = passed < 0 ? _log.Count : passed;
        _log.RemoveRange(0, passed);
        _firstPosition += passed;
    }
}
