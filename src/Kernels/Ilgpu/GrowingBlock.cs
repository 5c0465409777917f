using ILGPU;

namespace Murmuration.Kernels.Ilgpu;

/// <summary>Room on a machine for intermediate numbers; what it held is lost as it grows.</summary>
internal sealed class GrowingBlock<T>(IAccelerator accelerator) : IDisposable
    where T : unmanaged
{
    private IBlock<T>? _block;
    private int _length;

    public ArrayView<T> View(int length) => Block(length).View.SubView(0, length);

    public nint Address(int length) => Block(length).Address;

    public void Dispose() => _block?.Dispose();

    private IBlock<T> Block(int length)
    {
        if (_block is null || _length < length)
        {
            _block?.Dispose();
            _length = Math.Max(1, length);
            _block = accelerator.Allocate<T>(_length);
        }

        return _block;
    }
}
