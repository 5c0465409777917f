using System.Runtime.CompilerServices;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>
/// Memory on a 64-byte boundary that grows on demand and never shrinks; what it held is lost as it grows. It is a
/// pinned array, so that the collector frees it with the thread that it belongs to.
/// </summary>
internal sealed unsafe class AlignedBuffer
{
    private const int Alignment = 64;

    private byte[] _bytes = [];

    /// <summary>Memory for <paramref name="count"/> numbers, valid until the next call.</summary>
    public T* Get<T>(nint count)
        where T : unmanaged
    {
        var byteCount = checked((int)((count * sizeof(T)) + Alignment));
        if (byteCount > _bytes.Length)
        {
            _bytes = GC.AllocateUninitializedArray<byte>(byteCount, pinned: true);
        }

        var address = (nint)Unsafe.AsPointer(ref _bytes[0]);
        return (T*)((address + Alignment - 1) & ~(Alignment - 1));
    }
}
