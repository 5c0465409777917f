using System.Diagnostics.CodeAnalysis;
using Murmuration.Gossip.Protocol;

namespace Murmuration.Gossip.Transport;

/// <summary>
/// The message of a round as it lies in the caller's memory, with the frame headers of its chunks. The headers, and
/// the checksums in them, are the same for all receivers and made once, by the first writer that needs them.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A view owns nothing.")]
internal sealed class OutboundMessage
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

    public int Round { get; private set; } = -1;

    public ReadOnlyMemory<float> Vectors { get; private set; }

    public ReadOnlyMemory<double> Scalars { get; private set; }

    /// <summary>Puts the next round's message in place; no writer may be at work on the one before.</summary>
    public void Set(int round, ReadOnlyMemory<float> vectors, ReadOnlyMemory<double> scalars)
    {
        lock (_gate)
        {
            Round = round;
            Vectors = vectors;
            _bytes = _view.Of(vectors);
            Scalars = scalars;
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
