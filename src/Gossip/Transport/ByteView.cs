using System.Buffers;
using System.Runtime.InteropServices;

namespace Murmuration.Gossip.Transport;

/// <summary>Float memory seen as bytes by sockets, without a copy. Owns nothing, so it needs no disposal.</summary>
internal sealed class ByteView : MemoryManager<byte>
{
    private readonly Lock _gate = new();
    private Memory<float> _floats;
    private MemoryHandle _handle;
    private int _pinCount;

    /// <summary>The bytes of some floats; valid until the next call.</summary>
    public Memory<byte> Of(ReadOnlyMemory<float> floats)
    {
        _floats = MemoryMarshal.AsMemory(floats);
        return Memory;
    }

    public override Span<byte> GetSpan() => MemoryMarshal.AsBytes(_floats.Span);

    public override unsafe MemoryHandle Pin(int elementIndex = 0)
    {
        lock (_gate)
        {
            if (_pinCount++ == 0)
            {
                _handle = _floats.Pin();
            }

            return new((byte*)_handle.Pointer + elementIndex, pinnable: this);
        }
    }

    public override void Unpin()
    {
        lock (_gate)
        {
            if (--_pinCount == 0)
            {
                _handle.Dispose();
            }
        }
    }

    protected override void Dispose(bool disposing) => _floats = default;
}
