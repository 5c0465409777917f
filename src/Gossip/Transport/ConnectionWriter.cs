using System.Diagnostics.CodeAnalysis;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Protocol;
using Murmuration.Gossip.Transport.Identities;
using Murmuration.Gossip.Transport.Local;

namespace Murmuration.Gossip.Transport;

/// <summary>
/// The one writer of a connection. Small frames that are due together leave in one send; large payloads are sent from
/// where they lie.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A view owns nothing.")]
internal sealed class ConnectionWriter(
    TcpExchange exchange, NeighbourLink link, Stream stream, CoalescingStream? unsent, LinkReport said)
{
    private const int PackBytes = 32 * 1024;
    private readonly byte[] _pack = new byte[PackBytes];
    private readonly AsyncPulse _work = new();
    private readonly ByteView _letterView = new();
    private int _packed;
    private ReadOnlyMemory<byte> _payload;
    private readonly DueFrames _due = new(exchange.Core, link.State, exchange.Bulletin, exchange.Census, said);
    private volatile bool _isStopped;

    private bool IsPackFull => PackBytes - _packed < FrameWriter.MaxBytes;

    /// <summary>Goodbye has been written.</summary>
    public bool HasSaidGoodbye { get; private set; }

    /// <summary>The neighbour reads messages where they lie.</summary>
    public bool IsShared => _due.IsShared;

    /// <summary>Looks again at what is due.</summary>
    public void Wake() => _work.Pulse();

    /// <summary>The same on the caller's thread, as far as the socket takes it; to be called without a lock.</summary>
    public void WriteHere() => _work.PulseHere();

    /// <summary>Makes a sign of life due; called under the lock of the exchange.</summary>
    public void RequestHeartbeat()
    {
        _due.RequestHeartbeat();
        _work.Pulse();
    }

    /// <summary>True while bytes of this message are on their way into the socket, or the neighbour may still read
    /// them where they lie; called under the lock of the exchange.</summary>
    /// <remarks>A shared piece is judged by its confirmation alone: it may have been read before the write of its
    /// header has returned.</remarks>
    public bool IsSending(OutgoingMessage message) => (_due.IsSending(message) && !_due.IsChunkShared)
        || (_due.IsShared && link.State.IsUnconfirmed && link.State.Offered == message.Round);

    /// <summary>Tells the neighbour where this agent's memory can be tried, and what has become of the other way;
    /// called under the lock of the exchange.</summary>
    public void OfferMemory(bool canRead)
    {
        _due.OfferMemory(canRead);
        _work.Pulse();
    }

    /// <summary>From now on the neighbour reads messages where they lie; called under the lock of the
    /// exchange.</summary>
    public void Share() => _due.IsShared = true;

    public void Stop()
    {
        _isStopped = true;
        _work.Pulse();
    }

    /// <summary>Writes until goodbye has been said, the neighbour has left, or the connection is stopped. All waiting
    /// is in this one method, so that frames allocate nothing.</summary>
    public async Task RunAsync()
    {
        try
        {
            await WriteAsync();
        }
        finally
        {
            Sent();
        }
    }

    private async Task WriteAsync()
    {
        while (!_isStopped)
        {
            var step = Next();
            Pack(step);
            var isLast = step is WriteStep.Goodbye or WriteStep.Close;
            var endsSend = isLast || step == WriteStep.Wait || !_payload.IsEmpty || IsReadable(step);
            if (_packed > 0 && (IsPackFull || endsSend))
            {
                await stream.WriteAsync(_pack.AsMemory(0, _packed));
                _packed = 0;
            }

            if (!_payload.IsEmpty)
            {
                await stream.WriteAsync(_payload);
                _payload = default;
                Sent();
            }

            if (unsent is not null)
            {
                await unsent.SendAsync();
            }

            if (isLast)
            {
                HasSaidGoodbye = step == WriteStep.Goodbye;
                return;
            }

            if (step == WriteStep.Wait)
            {
                await _work.WaitAsync();
            }
        }
    }

    /// <summary>What the neighbour can read already it need not wait for.</summary>
    private bool IsReadable(WriteStep step) => step == WriteStep.Chunk && _due.IsChunkShared;

    private WriteStep Next()
    {
        lock (exchange.Gate)
        {
            var step = _due.Next(exchange.IsLeaving);
            NoteEnd();
            return step;
        }
    }

    private void Sent()
    {
        lock (exchange.Gate)
        {
            NoteEnd();
            _due.Sent();
        }
    }

    /// <summary>A message that goes out whole with others has left when it is packed, a longer one when its last bytes
    /// have been taken.</summary>
    private void NoteEnd()
    {
        if (_due.EndsMessage && link.State.IsUnconfirmed)
        {
            link.State.Meter.RoundSent(_due.Message!.Round, exchange.Time.GetTimestamp());
        }
        else if (_due.EndsLetter && link.State.Letters.Outbox.Confirmed <= _due.Letter!.Number)
        {
            link.State.Meter.LetterSent(_due.Letter.Number, exchange.Time.GetTimestamp());
        }
    }

    private void Pack(WriteStep step)
    {
        var space = _pack.AsSpan(_packed);
        switch (step)
        {
            case WriteStep.Heartbeat:
                Packed(FrameWriter.WriteHeartbeat(space, _due.Report), default);
                break;
            case WriteStep.Goodbye:
                Packed(FrameWriter.WriteGoodbye(space, exchange.LastCompleted), default);
                break;
            case WriteStep.Census:
                var entry = _due.Record!;
                Packed(FrameWriter.WriteCensus(space, entry.Census, entry.AgentIndex, entry.Record.Span), entry.Record);
                break;
            case WriteStep.Bulletin:
                Packed(FrameWriter.WriteBulletin(space, _due.Entry!), _due.Entry!.Payload);
                break;
            case WriteStep.Memory:
                Packed(
                    FrameWriter.WriteMemory(
                        space, NeighbourMemory.OfferedAddress, NeighbourMemory.OfferedNumber, _due.CanRead),
                    default);
                break;
            case WriteStep.Chunk when _due.IsChunkShared:
                var shared = _due.Message!.SharedHeader(_due.Chunk);
                shared.Span.CopyTo(space);
                Packed(shared.Length, default);
                Count(_due.Message.Payload(_due.Chunk).Length, frames: 0);
                break;
            case WriteStep.Chunk:
                var header = _due.Message!.Header(_due.Chunk);
                header.Span.CopyTo(space);
                Packed(header.Length, _due.Message.Payload(_due.Chunk));
                break;
            case WriteStep.Letter:
                var (letter, offset, length) = (_due.Letter!, _due.LetterOffset, _due.LetterLength);
                Packed(
                    FrameWriter.WriteLetter(space, letter, offset, length),
                    _letterView.Of(letter.Vector.Slice(offset, length)));
                break;
        }
    }

    /// <summary>Counts a frame; a payload that fits goes into the same send as its header.</summary>
    private void Packed(int headerLength, ReadOnlyMemory<byte> payload)
    {
        _packed += headerLength;
        Count(headerLength + payload.Length, frames: 1);
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

    private void Count(int bytes, int frames)
    {
        exchange.Meter.Sent(bytes, frames);
        link.State.Meter.Sent(bytes);
    }
}
