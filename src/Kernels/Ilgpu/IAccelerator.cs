using ILGPU;

namespace Murmuration.Kernels.Ilgpu;

/// <summary>
/// What the device needs of a machine that runs programs; all of ILGPU that is not inside programs lies behind it.
/// Programs and copies run in the order in which they were asked for. One thread at a time uses it.
/// </summary>
internal interface IAccelerator : IDisposable
{
    /// <summary>Such as "cuda, NVIDIA H200".</summary>
    string Name { get; }

    /// <summary>The most threads of a group that programs should use, a power of two up to 256.</summary>
    int GroupSize { get; }

    /// <summary>The vendor's libraries for products and factors; null where there are none.</summary>
    IVendorAlgebra? Algebra { get; }

    /// <summary>New memory of zeros.</summary>
    /// <exception cref="Devices.DeviceUnavailableException">There is no room for it.</exception>
    IBlock<T> Allocate<T>(int length)
        where T : unmanaged;

    /// <summary>
    /// Locks the pages of a pinned array, so that copies need no detour; null where that is impossible. Disposing the
    /// result unlocks them.
    /// </summary>
    IDisposable? LockPages(float[] pinned);

    /// <summary>Copies from host memory, which must stay as it is until <see cref="Synchronize"/>.</summary>
    void CopyIn<T>(ReadOnlySpan<T> source, ArrayView<T> target)
        where T : unmanaged;

    /// <summary>Copies to host memory, where the numbers are after <see cref="Synchronize"/>.</summary>
    void CopyOut<T>(ArrayView<T> source, Span<T> target)
        where T : unmanaged;

    /// <summary>Copies within the machine.</summary>
    void Copy(ArrayView<float> source, ArrayView<float> target);

    /// <summary>A program that computes every index by itself; it is launched with the number of indices.</summary>
    Action<int, TArguments> LoadElements<TArguments>(Action<Index1D, TArguments> program)
        where TArguments : struct;

    /// <summary>A program of groups of threads; it is launched with the number of groups and their size.</summary>
    Action<int, int, TArguments> LoadGroups<TArguments>(Action<TArguments> program)
        where TArguments : struct;

    /// <summary>Waits until all that was asked for is done.</summary>
    void Synchronize();

    /// <summary>A point in the order of work, at which the machine's own clock is read.</summary>
    IMarker Mark();
}
