using ILGPU;

namespace Murmuration.Kernels.Ilgpu.StandIn;

/// <summary>Memory of the stand-in. Small blocks watch who touches what, so that races are found.</summary>
internal sealed class StandInBlock<T> : IBlock<T>
    where T : unmanaged
{
    /// <summary>Blocks up to this length are watched.</summary>
    private const int MostWatched = 1 << 16;

    private readonly AccessWatch<T>? _watch;
    private bool _isDisposed;

    public StandInBlock(int length)
    {
        Numbers = new T[length];
        _watch = length <= MostWatched ? new AccessWatch<T>(Numbers) : null;
    }

    public T[] Numbers { get; }

    public ArrayView<T> View
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return new ArrayView<T>(this, 0, Numbers.Length);
        }
    }

    public nint Address => 0;

    public void Dispose() => _isDisposed = true;

    /// <summary>One number for the running thread.</summary>
    public ref T Touch(int index)
    {
        _watch?.Touch(index);
        return ref Numbers[index];
    }
}
