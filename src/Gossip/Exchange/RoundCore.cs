using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Exchange;

/// <summary>
/// The rounds of one agent as a state machine without socket, clock or thread: what it waits for, what it keeps for
/// later and what it drops. The caller guards it with one lock.
/// </summary>
internal sealed class RoundCore
{
    private readonly TopologySchedule _schedule;
    private readonly int _agentIndex;
    private readonly ExchangeMeter _meter;
    private readonly InboundQueue[] _inbound;
    private readonly RoundMessages _result = new();
    private RoundMessage?[] _taken = [];
    private int _missingCount;

    public RoundCore(TopologySchedule schedule, int agentIndex, ExchangeMeter meter)
    {
        _schedule = schedule;
        _agentIndex = agentIndex;
        _meter = meter;
        _inbound = [.. schedule.EverNeighbours(agentIndex).Select(neighbour => new InboundQueue(neighbour))];
        Neighbourhood = schedule.At(0, agentIndex);
    }

    /// <summary>The round begun last, −1 before the first.</summary>
    public int Round { get; private set; } = -1;

    /// <summary>The links of the round begun last.</summary>
    public Neighbourhood Neighbourhood { get; private set; }

    public bool IsComplete => _missingCount == 0;

    /// <summary>Round of the last message from a neighbour, −1 before the first.</summary>
    public int LastReceived(int fromIndex) => Find(fromIndex)?.LastReceived ?? -1;

    /// <summary>Begins a round: frees what the round before used, and takes what came early.</summary>
    /// <exception cref="ExchangeException">An in-neighbour is already past this round.</exception>
    public void Begin(int round)
    {
        ReleaseTaken();
        Round = round;
        Neighbourhood = _schedule.At(round, _agentIndex);
        DropStale();
        var inNeighbours = Neighbourhood.InNeighbours;
        if (_taken.Length < inNeighbours.Length)
        {
            _taken = new RoundMessage?[inNeighbours.Length];
        }

        _missingCount = inNeighbours.Length;
        for (var k = 0; k < inNeighbours.Length; k++)
        {
            TakeEarly(k, Find(inNeighbours[k].AgentIndex)!);
        }
    }

    /// <summary>Says what would become of a message, without taking it.</summary>
    public Arrival Classify(int fromIndex, int round)
    {
        var queue = Find(fromIndex);
        if (queue is null || round < 0)
        {
            return Arrival.Unexpected;
        }

        if (round <= queue.LastReceived)
        {
            return round == queue.LastReceived ? Arrival.Duplicate : Arrival.Stale;
        }

        if (PositionIn(_schedule.At(round, _agentIndex), fromIndex) < 0)
        {
            return Arrival.Unexpected;
        }

        return round < Round || (round == Round && IsComplete) ? Arrival.Stale
            : queue.Count == InboundQueue.Capacity ? Arrival.TooEarly
            : Arrival.Fresh;
    }

    /// <summary>Takes a message: keeps it when fresh, else counts it and leaves it with the caller.</summary>
    /// <exception cref="ExchangeException">The neighbour skipped the round that this agent is in.</exception>
    public Arrival Accept(int fromIndex, RoundMessage message)
    {
        var arrival = Classify(fromIndex, message.Round);
        if (arrival == Arrival.Fresh)
        {
            Keep(Find(fromIndex)!, message);
        }
        else
        {
            Drop(fromIndex, message.Round, arrival);
        }

        return arrival;
    }

    /// <summary>Counts a message that is not kept and remembers that its round has come.</summary>
    public void Drop(int fromIndex, int round, Arrival arrival)
    {
        if (arrival == Arrival.Duplicate)
        {
            _meter.Duplicate();
        }
        else if (arrival == Arrival.Stale)
        {
            _meter.Stale();
            var queue = Find(fromIndex)!;
            queue.LastReceived = Math.Max(queue.LastReceived, round);
        }
    }

    /// <summary>True while the round begun last still waits for this neighbour's message.</summary>
    public bool IsMissing(int fromIndex)
    {
        var position = PositionIn(Neighbourhood, fromIndex);
        return Round >= 0 && _missingCount > 0 && position >= 0 && _taken[position] is null;
    }

    /// <summary>Notes that a neighbour has ended after the given round.</summary>
    public void MarkLeft(int fromIndex, int lastRound)
    {
        if (Find(fromIndex) is { } queue)
        {
            queue.LeftAfter = lastRound;
        }
    }

    /// <summary>Throws when a neighbour that this round needs has ended before it.</summary>
    /// <exception cref="NeighbourLeftException">Names the neighbour and its last round.</exception>
    public void ThrowIfLeft()
    {
        foreach (var queue in _inbound)
        {
            if (queue.LeftAfter < Round && IsLinked(queue.AgentIndex))
            {
                throw new NeighbourLeftException(
                    $"agent '{_schedule.Agents[queue.AgentIndex].Id}' left after round {queue.LeftAfter}, " +
                    $"but round {Round} needs it");
            }
        }
    }

    /// <summary>The contributions of a complete round in agent order, the agent's own among them.</summary>
    public RoundMessages Collect(ReadOnlyMemory<float> ownVectors, ReadOnlyMemory<double> ownScalars)
    {
        var inNeighbours = Neighbourhood.InNeighbours;
        var own = new Contribution(_agentIndex, Neighbourhood.SelfWeight, ownVectors, ownScalars);
        var ownAdded = false;
        _result.Start(Round, inNeighbours.Length + 1);
        for (var k = 0; k < inNeighbours.Length; k++)
        {
            if (!ownAdded && inNeighbours[k].AgentIndex > _agentIndex)
            {
                _result.AddOwn(own);
                ownAdded = true;
            }

            var message = _taken[k]!;
            _result.Add(new(inNeighbours[k].AgentIndex, inNeighbours[k].Weight, message.Vectors, message.Scalars));
        }

        if (!ownAdded)
        {
            _result.AddOwn(own);
        }

        return _result;
    }

    /// <summary>Frees every message still held; a round that used some is not complete any more.</summary>
    public void ReleaseAll()
    {
        ReleaseTaken();
        _missingCount = Round < 0 ? 0 : Neighbourhood.InNeighbours.Length;
        foreach (var queue in _inbound)
        {
            while (queue.Count > 0)
            {
                queue.Dequeue().Release();
            }
        }
    }

    private static int PositionIn(Neighbourhood neighbourhood, int agentIndex)
    {
        var inNeighbours = neighbourhood.InNeighbours;
        for (var k = 0; k < inNeighbours.Length; k++)
        {
            if (inNeighbours[k].AgentIndex == agentIndex)
            {
                return k;
            }
        }

        return -1;
    }

    private bool IsLinked(int agentIndex) =>
        PositionIn(Neighbourhood, agentIndex) >= 0 || Neighbourhood.OutNeighbours.Contains(agentIndex);

    private InboundQueue? Find(int agentIndex)
    {
        foreach (var queue in _inbound)
        {
            if (queue.AgentIndex == agentIndex)
            {
                return queue;
            }
        }

        return null;
    }

    private void Keep(InboundQueue queue, RoundMessage message)
    {
        var isForNow = message.Round == Round;
        if (!isForNow && IsMissing(queue.AgentIndex))
        {
            throw Skipped(queue.AgentIndex, message.Round);
        }

        queue.LastReceived = message.Round;
        if (isForNow)
        {
            _taken[PositionIn(Neighbourhood, queue.AgentIndex)] = message;
            _missingCount--;
        }
        else
        {
            queue.Enqueue(message);
        }
    }

    private void TakeEarly(int position, InboundQueue queue)
    {
        if (queue.Count > 0 && queue.Peek().Round == Round)
        {
            _taken[position] = queue.Dequeue();
            _missingCount--;
        }
        else if (queue.LastReceived >= Round)
        {
            throw Skipped(queue.AgentIndex, queue.LastReceived);
        }
    }

    private void DropStale()
    {
        foreach (var queue in _inbound)
        {
            while (queue.Count > 0 && queue.Peek().Round < Round)
            {
                queue.Dequeue().Release();
                _meter.Stale();
            }
        }
    }

    private void ReleaseTaken()
    {
        _result.Clear();
        for (var k = 0; k < _taken.Length; k++)
        {
            _taken[k]?.Release();
            _taken[k] = null;
        }
    }

    private ExchangeException Skipped(int fromIndex, int seenRound) => new(
        $"agent '{_schedule.Agents[fromIndex].Id}' is at round {seenRound} already and will not send round {Round}; " +
        "all agents must start from the same round");
}
