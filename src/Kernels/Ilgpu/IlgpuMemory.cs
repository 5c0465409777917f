using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Ilgpu;

/// <summary>
/// Floats in a machine's memory, and their place in host memory once they were staged. Both go with the last view:
/// the device, which one thread uses at a time, gives back what the collector found.
/// </summary>
internal sealed class IlgpuMemory(IlgpuDevice device, IBlock<float> block, int length) : DeviceMemory(length)
{
    private float[]? _staging;
    private IDisposable? _lock;

    [SuppressMessage(
        "Design", "MA0055:Do not use finalizer", Justification = "Memory lives as long as a view of it is referenced.")]
    ~IlgpuMemory() => device.Abandon(block, _lock, _staging);

    public IlgpuDevice Device => device;

    public IBlock<float> Block => block;

    /// <summary>Host memory for a part of the block; every part has a place of its own.</summary>
    public Memory<float> Staging(IAccelerator accelerator, int offset, int length)
    {
        if (_staging is null)
        {
            _staging = GC.AllocateArray<float>(Math.Max(1, Length), pinned: true);
            _lock = accelerator.LockPages(_staging);
        }

        return MemoryMarshal.CreateFromPinnedArray(_staging, offset, length);
    }
}
