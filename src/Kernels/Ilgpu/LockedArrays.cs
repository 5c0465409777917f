using System.Runtime.InteropServices;

namespace Murmuration.Kernels.Ilgpu;

/// <summary>
/// Arrays from which vectors come again and again, such as those that sockets read into: their pages stay locked, so
/// that the machine fetches them without a copy in between. Few are kept; the oldest goes first.
/// </summary>
internal sealed class LockedArrays(IAccelerator accelerator) : IDisposable
{
    /// <summary>Arrays at once; an agent has few links, with two buffers each.</summary>
    private const int Capacity = 64;

    /// <summary>Locking less costs more than it saves.</summary>
    private const int LeastLength = 65_536;

    private readonly Dictionary<float[], (GCHandle Pin, IDisposable? Pages)> _arrays =
        new(ReferenceEqualityComparer.Instance);

    private readonly Queue<float[]> _order = new();

    /// <summary>Sees to it that the pages of a large array are locked, where that is possible.</summary>
    public void Lock(ReadOnlyMemory<float> memory)
    {
        if (!MemoryMarshal.TryGetArray(memory, out var segment)
            || segment.Array is not { Length: >= LeastLength } array
            || _arrays.ContainsKey(array))
        {
            return;
        }

        if (_order.Count >= Capacity)
        {
            Unlock(_order.Dequeue());
        }

        var pin = GCHandle.Alloc(array, GCHandleType.Pinned);
        _arrays.Add(array, (pin, accelerator.LockPages(array)));
        _order.Enqueue(array);
    }

    public void Dispose()
    {
        while (_order.TryDequeue(out var array))
        {
            Unlock(array);
        }
    }

    private void Unlock(float[] array)
    {
        _arrays.Remove(array, out var entry);
        entry.Pages?.Dispose();
        entry.Pin.Free();
    }
}
