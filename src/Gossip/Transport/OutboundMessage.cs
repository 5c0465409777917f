using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Protocol;
using Murmuration.Gossip.Transport.Local;

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
    private readonly ByteView _view = new();
    private readonly (byte[] Headers, int[] Lengths) _sent;
    private (byte[] Headers, int[] Lengths) _shared;
    private ReadOnlyMemory<byte> _bytes;
    private MemoryHandle _pin;
    private nint _advised;

    public OutboundMessage(int vectorLength)
    {
        ChunkCount = Math.Max(1, (vectorLength + FrameFormat.MaxChunkFloats - 1) / FrameFormat.MaxChunkFloats);
        _sent = MakeHeaders();
    }

    /// <summary>Memory that neighbours could read stays in its place no longer than its message is referenced.
    /// </summary>
    [SuppressMessage("Design", "MA0055", Justification = "Links hold messages as long as a neighbour lacks them.")]
    ~OutboundMessage() => _pin.Dispose();

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
            _sent.Lengths.AsSpan().Clear();
            Release();
        }
    }

    /// <summary>The caller's memory is its own again.</summary>
    public void Unpin()
    {
        lock (_gate)
        {
            Release();
        }
    }

    /// <summary>The payload of a chunk.</summary>
    public ReadOnlyMemory<byte> Payload(int index) =>
        _bytes.Slice(index * FrameFormat.MaxChunkFloats * sizeof(float), LengthOf(index) * sizeof(float));

    /// <summary>Prefix and header of a chunk whose payload is sent.</summary>
    public ReadOnlyMemory<byte> Header(int index)
    {
        lock (_gate)
        {
            ref var length = ref _sent.Lengths[index];
            if (length == 0)
            {
                length = FrameWriter.WriteRound(
                    _sent.Headers.AsSpan(index * HeaderStride), Round, Epoch, index * FrameFormat.MaxChunkFloats,
                    Vectors.Span, LengthOf(index), Scalars.Span);
            }

            return _sent.Headers.AsMemory(index * HeaderStride, length);
        }
    }

    /// <summary>Prefix and header of a chunk that the neighbour reads where it lies, until another message is put in
    /// place.</summary>
    public ReadOnlyMemory<byte> SharedHeader(int index)
    {
        Advise();
        lock (_gate)
        {
            _shared = _shared.Headers is null ? MakeHeaders() : _shared;
            ref var length = ref _shared.Lengths[index];
            if (length == 0)
            {
                var start = index * FrameFormat.MaxChunkFloats;
                length = FrameWriter.WriteShared(
                    _shared.Headers.AsSpan(index * HeaderStride), Round, Epoch, start, Vectors.Span, LengthOf(index),
                    Scalars.Span, Address() + ((long)start * sizeof(float)));
            }

            return _shared.Headers.AsMemory(index * HeaderStride, length);
        }
    }

    /// <summary>Asks once for large pages, which may take long, before the lock is taken for what others wait
    /// for.</summary>
    private unsafe void Advise()
    {
        (nint Start, long Bytes) memory;
        lock (_gate)
        {
            memory = ((nint)Address(), (long)Vectors.Length * sizeof(float));
            if (_advised == memory.Start)
            {
                return;
            }

            _advised = memory.Start;
        }

        LargePages.Advise((void*)memory.Start, memory.Bytes);
    }

    private unsafe long Address()
    {
        if (_pin.Pointer is null)
        {
            _pin = Vectors.Pin();
        }

        return (long)_pin.Pointer;
    }

    private void Release()
    {
        _shared.Lengths.AsSpan().Clear();
        _pin.Dispose();
        _pin = default;
    }

    private (byte[] Headers, int[] Lengths) MakeHeaders() =>
        (new byte[(ChunkCount * HeaderStride) + FrameWriter.MaxBytes], new int[ChunkCount]);

    private int LengthOf(int index) =>
        Math.Min(FrameFormat.MaxChunkFloats, Vectors.Length - (index * FrameFormat.MaxChunkFloats));
}
