using Murmuration.Kernels.Ilgpu.StandIn;

namespace ILGPU;

/// <summary>Memory that the threads of a group share.</summary>
internal static class SharedMemory
{
    /// <summary>The n-th call of every thread gives the same memory; it holds whatever was there.</summary>
    public static ArrayView<T> Allocate<T>(int extent)
        where T : unmanaged =>
        Lane.Current.Share<T>(extent);
}
