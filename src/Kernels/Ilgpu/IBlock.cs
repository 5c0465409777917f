using ILGPU;

namespace Murmuration.Kernels.Ilgpu;

/// <summary>A block of memory of a machine that runs programs.</summary>
internal interface IBlock<T> : IDisposable
    where T : unmanaged
{
    /// <summary>All of it.</summary>
    ArrayView<T> View { get; }

    /// <summary>The address for a vendor's library; 0 where there are no addresses.</summary>
    nint Address { get; }
}
