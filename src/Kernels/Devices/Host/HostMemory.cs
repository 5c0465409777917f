using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>
/// Floats of the host device, 64-byte aligned. They lie in a pinned array, so that addresses stay, sockets can send
/// from them, and the memory goes when the last view of it does.
/// </summary>
internal sealed unsafe class HostMemory : DeviceMemory
{
    private const int Alignment = 64;

    private readonly float[] _array;
    private readonly int _start;

    public HostMemory(int length)
        : base(length)
    {
        const int Slack = Alignment / sizeof(float);
        _array = GC.AllocateArray<float>(checked(length + Slack), pinned: true);
        var address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_array));
        _start = (int)((Alignment - address % Alignment) % Alignment / sizeof(float));
    }

    /// <summary>The address of the first float; valid while this object is referenced.</summary>
    public float* Origin => (float*)Unsafe.AsPointer(ref _array[_start]);

    public Span<float> Span(int offset, int length) => _array.AsSpan(_start + offset, length);

    public Memory<float> Memory(int offset, int length) =>
        MemoryMarshal.CreateFromPinnedArray(_array, _start + offset, length);
}
