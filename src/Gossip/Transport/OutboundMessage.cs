using System.Diagnostics.CodeAnalysis;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Protocol;

namespace Murmuration.Gossip.Transport;

/// <summary>
/// The message of a round, in the caller's memory or its own, with the frame headers of its chunks. The headers, and
/// the checksums in them, are the same for all receivers and made once, by the first writer that needs them.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A view owns nothing.")]
internal sealed class OutboundMessage : OutgoingMessage
{
    private const int HeaderStride = 256;
    private readonly Lock _gate = new();
    private readonly byte[] _headers;
    private readonly int[] _lengths;
    private readonly ByteView _view = new();
    private ReadOnlyMemory<byte> _bytes;

    public OutboundMessage(int vectorLength)
    {
        ChunkCount = Math.Max(1, (vectorLength + FrameFormat.MaxChunkFloats - 1) / FrameFormat.MaxChunkFloats);
        _headers = new byte[(ChunkCount * HeaderStride) + FrameWriter.MaxBytes];
        _lengths = new int[ChunkCount];
    }

    public int ChunkCount { get; }

    /// <summary>Puts a message in place; a writer that is at work on the one before sends bytes whose checksum
    /// fails.</summary>
    public override void Set(
        int round, ulong epoch, ReadOnlyMemory<float> vectors, ReadOnlyMemory<double> scalars)
    {
        lock (_gate)
        {
            base.Set(round, epoch, vectors, scalars);
            _bytes = _view.Of(vectors);
            _lengths.AsSpan().Clear();
        }
    }

    /// <summary>The payload of a chunk.</summary>
    public ReadOnlyMemory<byte> Payload(int index) =>
        _bytes.Slice(index * FrameFormat.MaxChunkFloats * sizeof(float), LengthOf(index) * sizeof(float));

    /// <summary>Prefix and header of a chunk.</summary>
    public ReadOnlyMemory<byte> Header(int index)
    {
        lock (_gate)
        {
            if (_lengths[index] == 0)
            {
                _lengths[index] = FrameWriter.WriteRound(
                    _headers.AsSpan(index * HeaderStride),
                    Round,
                    Epoch,
                    index * FrameFormat.MaxChunkFloats,
                    Vectors.Span,
                    LengthOf(index),
                    Scalars.Span);
            }

            return _headers.AsMemory(index * HeaderStride, _lengths[index]);
        }
    }

    private int LengthOf(int index) =>
        Math.Min(FrameFormat.MaxChunkFloats, Vectors.Length - (index * FrameFormat.MaxChunkFloats));
}
