using System.Buffers;

namespace Murmuration.Gossip.Tests.Transport.Local;

/// <summary>Memory that counts who holds it in its place.</summary>
internal sealed class CountingMemory(int length) : MemoryManager<float>
{
    private readonly float[] _floats = GC.AllocateArray<float>(length, pinned: true);
    private int _pins;
    private volatile bool _everPinned;

    /// <summary>So many hold it now.</summary>
    public int Pins => Volatile.Read(ref _pins);

    public bool EverPinned => _everPinned;

    public override Span<float> GetSpan() => _floats;

    public override unsafe MemoryHandle Pin(int elementIndex = 0)
    {
        Interlocked.Increment(ref _pins);
        _everPinned = true;
        fixed (float* start = &_floats[elementIndex])
        {
            // The array is pinned for good.
            return new(start, pinnable: this);
        }
    }

    public override void Unpin() => Interlocked.Decrement(ref _pins);

    protected override void Dispose(bool disposing)
    {
        // The collector takes the array.
    }
}
