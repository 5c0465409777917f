namespace Murmuration.Gossip.Exchange;

/// <summary>
/// The newest record of every agent, as a state machine without I/O: each agent publishes its own, everybody passes on
/// what is new, and so all soon hold the same. At most one record per agent is held. Safe to call from any thread.
/// </summary>
/// <remarks>
/// Records only grow (incarnation first, then sequence), so whatever the order of arrival all agents end with the same.
/// The tracking epoch is derived from it: the incarnations of all agents, those that departed marked as such. Any crash
/// with loss of state changes it, two at once merge, and nobody needs to choose a number.
/// </remarks>
internal sealed class Bulletin
{
    /// <summary>Sequence of a record by which others declare an agent dead.</summary>
    public const long LastSequence = long.MaxValue;

    /// <summary>An agent whose sequence is so far along begins anew in another life.</summary>
    private const long LateSequence = 1L << 61;

    private readonly Lock _gate = new();
    private readonly int _agentIndex;
    private readonly AgentRecord?[] _records;
    private readonly long[] _stamps;
    private readonly int[] _sources;
    private readonly long[] _cameAt;
    private readonly TimeProvider _time;
    private long _stamp;
    private long _foreignLife;
    private ulong? _epoch;

    public Bulletin(int agentCount, int agentIndex, long incarnation, TimeProvider? time = null)
    {
        _agentIndex = agentIndex;
        _time = time ?? TimeProvider.System;
        _cameAt = new long[agentCount];
        _records = new AgentRecord?[agentCount];
        _stamps = new long[agentCount];
        _sources = new int[agentCount];
        Renew(incarnation);
    }

    /// <summary>Called after every change, outside the lock.</summary>
    public Action? Changed { get; set; }

    /// <summary>Label of the tracking epoch: equal exactly where the incarnations of all agents are.</summary>
    public ulong Epoch
    {
        get
        {
            lock (_gate)
            {
                return _epoch ??= Label();
            }
        }
    }

    /// <summary>Rounds after which all stop: the largest that any agent has published, −1 when none has.</summary>
    public int StopAt { get; private set; } = -1;

    /// <summary>Others hold this agent for departed, or remember more of it than it does: it must take a new
    /// incarnation.</summary>
    public bool IsDisowned { get; private set; }

    /// <summary>This agent's own record.</summary>
    public AgentRecord Own => Get(_agentIndex)!;

    /// <summary>The record of an agent, null while none is known.</summary>
    public AgentRecord? Get(int agentIndex)
    {
        lock (_gate)
        {
            return _records[agentIndex];
        }
    }

    /// <summary>Time since the newest record of an agent has come, null while none is known.</summary>
    public TimeSpan? Age(int agentIndex)
    {
        lock (_gate)
        {
            return _records[agentIndex] is null ? null : _time.GetElapsedTime(_cameAt[agentIndex]);
        }
    }

    /// <summary>All records known, in agent order.</summary>
    public IReadOnlyList<AgentRecord> Records()
    {
        lock (_gate)
        {
            return [.. _records.OfType<AgentRecord>()];
        }
    }

    /// <summary>Begins a new life of this agent.</summary>
    public void Renew(long incarnation)
    {
        lock (_gate)
        {
            var old = _records[_agentIndex];
            var newest = Math.Max(old?.Incarnation ?? 0, _foreignLife);
            Put(new(
                _agentIndex, Math.Max(incarnation, newest + 1), 0, AgentStatus.Present,
                old?.Round ?? 0, old?.StopAt ?? -1, old?.Payload ?? default));
            IsDisowned = false;
        }

        Changed?.Invoke();
    }

    /// <summary>Puts this agent's newest state up.</summary>
    public void Publish(Func<AgentRecord, AgentRecord> change)
    {
        lock (_gate)
        {
            var own = _records[_agentIndex]!;
            Put(change(own) with { Sequence = own.Sequence + 1 });
        }

        Changed?.Invoke();
    }

    /// <summary>Takes a record from a neighbour; false when it is known already.</summary>
    public bool Take(AgentRecord record, int fromIndex)
    {
        lock (_gate)
        {
            if (!record.IsNewerThan(_records[record.AgentIndex]))
            {
                return false;
            }

            if (record.AgentIndex == _agentIndex)
            {
                HearOfItself(record);
            }
            else
            {
                Put(record);
                _sources[record.AgentIndex] = fromIndex;
            }
        }

        Changed?.Invoke();
        return true;
    }

    /// <summary>Declares an agent dead in its present incarnation.</summary>
    public bool Bury(int agentIndex)
    {
        lock (_gate)
        {
            if (_records[agentIndex] is not { } record || record.Status == AgentStatus.Departed)
            {
                return false;
            }

            Put(record with { Sequence = LastSequence, Status = AgentStatus.Departed });
            _sources[agentIndex] = _agentIndex;
        }

        Changed?.Invoke();
        return true;
    }

    /// <summary>The next record to send to a neighbour, from a position that moves along; null when it has all.
    /// </summary>
    public AgentRecord? Next(ref long position, int toIndex)
    {
        if (position == Volatile.Read(ref _stamp))
        {
            return null;
        }

        lock (_gate)
        {
            while (FirstAfter(position) is var next and >= 0)
            {
                position = _stamps[next];
                if (_sources[next] != toIndex)
                {
                    return _records[next];
                }
            }

            return null;
        }
    }

    /// <summary>Goes on with the records of an earlier life of this agent.</summary>
    public void Load(IEnumerable<AgentRecord> records)
    {
        lock (_gate)
        {
            foreach (var record in records)
            {
                _records[record.AgentIndex] = record;
                _cameAt[record.AgentIndex] = _time.GetTimestamp();
                _stamps[record.AgentIndex] = ++_stamp;
                _sources[record.AgentIndex] = _agentIndex;
            }

            _epoch = null;
        }
    }

    /// <summary>The same incarnation with a later sequence is what an exact checkpoint has not seen any more: only the
    /// number is taken over. Anything else means that this life is over for the others.</summary>
    private void HearOfItself(AgentRecord record)
    {
        var own = _records[_agentIndex]!;
        if (record.Incarnation == own.Incarnation
            && record.Status != AgentStatus.Departed
            && record.Sequence < LateSequence)
        {
            Put(own with { Sequence = record.Sequence + 1 });
        }
        else
        {
            IsDisowned = true;
            _foreignLife = Math.Max(_foreignLife, record.Incarnation);
        }
    }

    private void Put(AgentRecord record)
    {
        var old = _records[record.AgentIndex];
        _records[record.AgentIndex] = record;
        _cameAt[record.AgentIndex] = _time.GetTimestamp();
        _stamps[record.AgentIndex] = ++_stamp;
        _sources[record.AgentIndex] = _agentIndex;
        var isLargest = old is not null && old.StopAt == StopAt && record.StopAt < StopAt;
        StopAt = isLargest ? _records.Max(static one => one?.StopAt ?? -1) : Math.Max(StopAt, record.StopAt);
        if (record.Incarnation != old?.Incarnation || record.Status != old.Status)
        {
            _epoch = null;
        }
    }

    private int FirstAfter(long position)
    {
        var first = -1;
        for (var k = 0; k < _stamps.Length; k++)
        {
            if (_stamps[k] > position && (first < 0 || _stamps[k] < _stamps[first]))
            {
                first = k;
            }
        }

        return first;
    }

    /// <summary>A 64-bit mix of all incarnations (the finalizer of SplitMix64). Made when asked for: a network that
    /// meets changes it once for every agent at every other.</summary>
    private ulong Label()
    {
        var label = 0UL;
        foreach (var record in _records)
        {
            var life = (ulong)(record?.Incarnation ?? 0) << 1;
            label += life | (record?.Status == AgentStatus.Departed ? 1UL : 0);
            label += 0x9E3779B97F4A7C15UL;
            label = (label ^ (label >> 30)) * 0xBF58476D1CE4E5B9UL;
            label = (label ^ (label >> 27)) * 0x94D049BB133111EBUL;
            label ^= label >> 31;
        }

        return label;
    }
}
