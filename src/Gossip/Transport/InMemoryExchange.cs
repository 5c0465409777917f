using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Transport;

/// <summary>One agent's exchange within one process: a message is copied once, whatever the number of
/// receivers.</summary>
internal sealed class InMemoryExchange : RoundExchange
{
    /// <summary>Within one process nothing is lost, and an agent that fails ends the run.</summary>
    private static readonly TimeSpan ForEver = TimeSpan.FromDays(3650);

    private readonly InMemoryExchange[] _network;
    private readonly CensusBoard _board;
    private readonly OutboxMessage[] _outbox;
    private readonly int _messageBytes;
    private int _censusCount;
    private (int StopAt, AgentStatus Status) _flooded = (-1, AgentStatus.Present);
    private volatile bool _isGone;

    public InMemoryExchange(
        InMemoryExchange[] network,
        CensusBoard board,
        IReadOnlyList<AgentRecord> start,
        TopologySchedule schedule,
        int agentIndex,
        int vectorLength,
        int scalarCount,
        LetterLimits letters,
        TimeProvider time,
        Action<IThreadPoolWorkItem>? wake)
        : base(
            schedule, agentIndex, vectorLength, scalarCount, time,
            new(schedule.Agents.Count, agentIndex, start[agentIndex].Incarnation, time), new(ForEver, ForEver), letters,
            wake: wake)
    {
        _network = network;
        _board = board;
        _outbox = [new(Progress), new(Progress)];
        Bulletin.Load(start);
        Bulletin.Changed = Flood;
        _messageBytes = (sizeof(float) * vectorLength) + (sizeof(double) * scalarCount);
    }

    public override ValueTask DisposeAsync()
    {
        Fail(new("the exchange was closed"));
        Depart();
        return ValueTask.CompletedTask;
    }

    protected override bool MayComeBack => false;

    /// <summary>Records are made by the processors that train: of many agents, all together not many more than of a
    /// hundred.</summary>
    protected override TimeSpan RecordPause => base.RecordPause * Math.Max(1, AgentCount / 100);

    /// <summary>One process has nobody's word but its own to pass on.</summary>
    public override IReadOnlyList<AgentRecord> Records => [.. _network.Select(exchange => exchange.Bulletin.Own)];

    public override TimeSpan? RecordAge(int agentIndex) => _network[agentIndex].Bulletin.Age(agentIndex);

    public override bool TrySend()
    {
        var receivers = Core.Neighbourhood.OutNeighbours;
        if (receivers.Length == 0)
        {
            return true;
        }

        if (FreeMessage() is not { } message)
        {
            return false;
        }

        // A receiver that has left takes nothing, so each is asked; the sender holds the message meanwhile.
        message.Fill(Core.Outgoing, receivers.Length + 1);
        foreach (var receiver in receivers)
        {
            if (Core.IsOffered(receiver))
            {
                _network[receiver].Deliver(AgentIndex, message);
                Meter.Sent(_messageBytes, 1);
                Confirm(receiver, message.Round);
            }
            else
            {
                message.Release();
            }
        }

        message.Release();
        return true;
    }

    /// <summary>Neighbours learn at once what a heartbeat would tell them.</summary>
    protected override void OnEntered(int round)
    {
        foreach (var link in Core.Links)
        {
            _network[link.AgentIndex].HearRound(AgentIndex, round);
        }
    }

    protected override void OnRoundsDone(int rounds)
    {
        foreach (var exchange in _network)
        {
            exchange.Progress.Pulse();
        }
    }

    /// <summary>The memory of a letter itself goes from the outbox to the neighbour's inbox.</summary>
    public override void OnLetters(int agentIndex)
    {
        var other = _network[agentIndex];
        var (first, second) = agentIndex < AgentIndex ? (other, this) : (this, other);
        lock (first.Gate)
        {
            lock (second.Gate)
            {
                PassLetters(other);
                other.PassLetters(this);
            }
        }
    }

    /// <summary>What is gone does not come back within one process.</summary>
    public override bool IsGone(LinkState link) => _network[link.AgentIndex]._isGone;

    protected override bool IsStopAgreed(int roundsDone)
    {
        foreach (var exchange in _network)
        {
            if (exchange.Bulletin.Own is { Status: AgentStatus.Present } own && own.StopAt != roundsDone)
            {
                return false;
            }
        }

        return true;
    }

    protected override int BeginCensus(ReadOnlyMemory<byte> record)
    {
        ThrowIfFailed();
        if (_board.Publish(_censusCount, AgentIndex, record))
        {
            foreach (var exchange in _network)
            {
                exchange.Progress.Pulse();
            }
        }

        return _censusCount++;
    }

    protected override IReadOnlyList<ReadOnlyMemory<byte>>? CensusRecords(int census)
    {
        var records = _board.Records(census);
        if (records is null && Array.Find(_network, exchange => exchange._isGone) is { } gone)
        {
            throw new NeighbourLeftException($"agent '{Schedule.Agents[gone.AgentIndex].Id}' left during the census");
        }

        return records;
    }

    protected override ValueTask SayGoodbyeAsync(CancellationToken cancellationToken)
    {
        Depart();
        return ValueTask.CompletedTask;
    }

    private void NoteLeft(int agentIndex)
    {
        lock (Gate)
        {
            if (Core.Find(agentIndex) is { } link)
            {
                link.HasLeft = true;
            }

            LookAtLetters();
        }

        Progress.Pulse();
    }

    private void HearRound(int fromIndex, int round)
    {
        lock (Gate)
        {
            Core.Find(fromIndex)?.TryHear(new(-1, -1, round));
        }
    }

    private OutboxMessage? FreeMessage() =>
        _outbox[0].IsFree ? _outbox[0] : _outbox[1].IsFree ? _outbox[1] : null;

    private void Deliver(int fromIndex, OutboxMessage message)
    {
        Meter.Received(_messageBytes, 1);
        Core.Find(fromIndex)?.Meter.Received(_messageBytes);
        if (!TryKeep(fromIndex, message, out var isAwaited))
        {
            message.Release();
        }

        if (isAwaited)
        {
            Progress.Pulse();
        }
    }

    private bool TryKeep(int fromIndex, OutboxMessage message, out bool isAwaited)
    {
        lock (Gate)
        {
            var isKept = !_isGone && Core.Accept(fromIndex, message) == Arrival.Fresh;
            isAwaited = Core.IsComplete;
            return isKept;
        }
    }

    /// <summary>Called under the locks of both.</summary>
    private void PassLetters(InMemoryExchange receiver)
    {
        var (own, link) = (Core.Find(receiver.AgentIndex)!, receiver.Core.Find(AgentIndex)!);
        var (outbox, inbox) = (own.Letters.Outbox, link.Letters.Inbox);
        while (outbox.Ready(inbox.Arrived) is { } letter)
        {
            var bytes = (sizeof(float) * letter.Vector.Length) + (sizeof(double) * letter.Scalars.Length);
            outbox.Send(letter.Number);
            letter.Hold();
            receiver.Mailbox.Accept(link, letter);
            Meter.Sent(bytes, 1);
            receiver.Meter.Received(bytes, 1);
            own.Meter.Sent(bytes);
            own.Meter.DeliveredAtOnce();
            link.Meter.Received(bytes);
        }

        outbox.TryConfirm(inbox.Taken);
        Mailbox.Serve();
    }

    /// <summary>What has been delivered in one process has arrived.</summary>
    private void Confirm(int receiver, int round)
    {
        lock (Gate)
        {
            var link = Core.Find(receiver)!;
            link.TryHear(new(round, -1, -1));
            link.Meter.Sent(_messageBytes);
            link.Meter.DeliveredAtOnce();
        }
    }

    private void Flood()
    {
        var own = Bulletin.Own;
        if ((own.StopAt, own.Status) == _flooded)
        {
            return;
        }

        var isNews = own.Status != _flooded.Status;
        _flooded = (own.StopAt, own.Status);
        // What an agent tells is read from itself; a thousand copies would only fill checkpoints.
        own = own with { Payload = default };
        foreach (var exchange in _network)
        {
            isNews |= exchange.Bulletin.StopAt < own.StopAt;
            exchange.Bulletin.Take(own, AgentIndex);
        }

        // Of a thousand agents that agree one after another, only the first and the last change what others wait for.
        if (isNews || IsStopAgreed(own.StopAt))
        {
            Array.ForEach(_network, static exchange => exchange.Progress.Pulse());
        }
    }

    private void Depart()
    {
        lock (Gate)
        {
            if (_isGone)
            {
                return;
            }

            _isGone = true;
            Core.ReleaseAll();
        }

        foreach (var exchange in _network)
        {
            exchange.NoteLeft(AgentIndex);
        }
    }
}
