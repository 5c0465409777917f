using ILGPU;
using ILGPU.Runtime;

namespace Murmuration.Kernels.Ilgpu.Package;

/// <summary>A block of memory that ILGPU has taken; zeros at first.</summary>
internal sealed class PackageBlock<T> : IBlock<T>
    where T : unmanaged
{
    private readonly Accelerator _accelerator;
    private readonly MemoryBuffer1D<T, Stride1D.Dense> _buffer;

    public PackageBlock(Accelerator accelerator, int length)
    {
        _accelerator = accelerator;
        _buffer = accelerator.Allocate1D<T>(length);
        _buffer.MemSetToZero(accelerator.DefaultStream);
    }

    public ArrayView<T> View => _buffer.View;

    public nint Address => _buffer.NativePtr;

    public void Dispose()
    {
        _accelerator.Bind();
        _buffer.Dispose();
    }
}
