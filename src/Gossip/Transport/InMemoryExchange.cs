using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Transport;

/// <summary>One agent's exchange within one process: a message is copied once, whatever the number of
/// receivers.</summary>
internal sealed class InMemoryExchange : RoundExchange
{
    private readonly InMemoryExchange[] _network;
    private readonly CensusBoard _board;
    private readonly OutboxMessage[] _outbox;
    private readonly int _messageBytes;
    private int _censusCount;
    private volatile bool _isGone;

    public InMemoryExchange(
        InMemoryExchange[] network,
        CensusBoard board,
        TopologySchedule schedule,
        int agentIndex,
        int vectorLength,
        int scalarCount,
        TimeProvider time)
        : base(schedule, agentIndex, vectorLength, scalarCount, time)
    {
        _network = network;
        _board = board;
        _outbox = [new(Progress), new(Progress)];
        _messageBytes = (sizeof(float) * vectorLength) + (sizeof(double) * scalarCount);
    }

    public override ValueTask DisposeAsync()
    {
        Fail(new("the exchange was closed"));
        Depart();
        return ValueTask.CompletedTask;
    }

    public override bool TrySend(int round, ReadOnlyMemory<float> vectors, ReadOnlyMemory<double> scalars)
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

        message.Fill(round, vectors.Span, scalars.Span, receivers.Length);
        foreach (var receiver in receivers)
        {
            _network[receiver].Deliver(AgentIndex, message);
            Meter.Sent(_messageBytes, 1);
        }

        return true;
    }

    protected override bool IsSettled(int round) => true;

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

    protected override IReadOnlyList<ReadOnlyMemory<byte>>? Records(int census)
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

    private OutboxMessage? FreeMessage() =>
        _outbox[0].IsFree ? _outbox[0] : _outbox[1].IsFree ? _outbox[1] : null;

    private void Deliver(int fromIndex, OutboxMessage message)
    {
        Meter.Received(_messageBytes, 1);
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
        isAwaited = false;
        try
        {
            lock (Gate)
            {
                var isKept = !_isGone && Core.Accept(fromIndex, message) == Arrival.Fresh;
                isAwaited = Core.IsComplete && message.Round == Core.Round;
                return isKept;
            }
        }
        catch (ExchangeException failure)
        {
            Fail(failure);
            return false;
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

        foreach (var neighbour in Schedule.EverNeighbours(AgentIndex))
        {
            _network[neighbour].NoteLeft(AgentIndex, LastCompleted);
        }

        foreach (var exchange in _network)
        {
            exchange.Progress.Pulse();
        }
    }
}
