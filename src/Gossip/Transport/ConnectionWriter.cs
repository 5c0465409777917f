using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Protocol;

namespace Murmuration.Gossip.Transport;

/// <summary>
/// The one writer of a connection. It keeps no queue: what is due follows from the state of the link, so that memory is
/// bounded and a new connection begins with just what the neighbour lacks. Small frames that are due together leave in
/// one send; large payloads are sent from where they lie.
/// </summary>
internal sealed class ConnectionWriter(TcpExchange exchange, NeighbourLink link, Stream stream, int confirmedRound)
{
    private const int PackBytes = 32 * 1024;
    private readonly byte[] _pack = new byte[PackBytes];
    private readonly AsyncPulse _work = new();
    private int _packed;
    private ReadOnlyMemory<byte> _payload;
    private int _confirmedRound = confirmedRound;
    private bool _isHeartbeatDue;
    private long _censusPosition;
    private CensusEntry? _record;
    private int _chunkRound = -1;
    private int _nextChunk;
    private volatile bool _isStopped;

    private bool IsPackFull => PackBytes - _packed < FrameWriter.MaxBytes;

    /// <summary>Looks again at what is due.</summary>
    public void Wake() => _work.Pulse();

    /// <summary>Makes a sign of life due; called under the lock of the exchange.</summary>
    public void RequestHeartbeat()
    {
        _isHeartbeatDue = true;
        _work.Pulse();
    }

    public void Stop()
    {
        _isStopped = true;
        _work.Pulse();
    }

    /// <summary>Writes until goodbye has been said, the neighbour has left, or the connection is stopped. All waiting
    /// is in this one method, so that frames allocate nothing.</summary>
    public async Task RunAsync()
    {
        while (!_isStopped)
        {
            var step = Next();
            Pack(step);
            var isLast = step is WriteStep.Goodbye or WriteStep.Close;
            if (_packed > 0 && (IsPackFull || isLast || step == WriteStep.Wait || !_payload.IsEmpty))
            {
                await stream.WriteAsync(_pack.AsMemory(0, _packed));
                _packed = 0;
            }

            if (!_payload.IsEmpty)
            {
                await stream.WriteAsync(_payload);
                _payload = default;
            }

            if (isLast)
            {
                return;
            }

            if (step == WriteStep.Wait)
            {
                await _work.WaitAsync();
            }
        }
    }

    private WriteStep Next()
    {
        lock (exchange.Gate)
        {
            var received = exchange.Core.LastReceived(link.AgentIndex);
            if (_isHeartbeatDue || received > _confirmedRound)
            {
                _isHeartbeatDue = false;
                _confirmedRound = received;
                return WriteStep.Heartbeat;
            }

            if (link.HasLeft)
            {
                return WriteStep.Close;
            }

            if ((_record = exchange.Census.Next(ref _censusPosition, link.AgentIndex)) is not null)
            {
                return WriteStep.Census;
            }

            return HasChunk() ? WriteStep.Chunk : exchange.IsLeaving ? WriteStep.Goodbye : WriteStep.Wait;
        }
    }

    private bool HasChunk()
    {
        if (!link.IsUnsettled)
        {
            return false;
        }

        if (_chunkRound != link.SentRound)
        {
            _chunkRound = link.SentRound;
            _nextChunk = 0;
        }

        return _nextChunk < exchange.Outbound.ChunkCount;
    }

    private void Pack(WriteStep step)
    {
        var space = _pack.AsSpan(_packed);
        switch (step)
        {
            case WriteStep.Heartbeat:
                Packed(FrameWriter.WriteHeartbeat(space, _confirmedRound), default);
                break;
            case WriteStep.Goodbye:
                Packed(FrameWriter.WriteGoodbye(space, exchange.LastCompleted), default);
                break;
            case WriteStep.Census:
                var record = _record!.Record;
                Packed(FrameWriter.WriteCensus(space, _record.Census, _record.AgentIndex, record.Span), record);
                break;
            case WriteStep.Chunk:
                var header = exchange.Outbound.Header(_nextChunk);
                header.Span.CopyTo(space);
                Packed(header.Length, exchange.Outbound.Payload(_nextChunk++));
                break;
        }
    }

    /// <summary>Counts a frame; a payload that fits goes into the same send as its header.</summary>
    private void Packed(int headerLength, ReadOnlyMemory<byte> payload)
    {
        _packed += headerLength;
        exchange.Meter.Sent(headerLength + payload.Length, 1);
        if (payload.Length <= PackBytes - FrameWriter.MaxBytes - _packed)
        {
            payload.Span.CopyTo(_pack.AsSpan(_packed));
            _packed += payload.Length;
        }
        else
        {
            _payload = payload;
        }
    }
}
