using System.Runtime.CompilerServices;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>Σ x·y, where each product is exact.</summary>
internal readonly struct DotReduction : IReduction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Add<TLanes, TVector>(TVector sum, TVector x, TVector y)
        where TLanes : struct, IWideLanes<TVector>
        where TVector : unmanaged =>
        TLanes.MultiplyAdd(x, y, sum);
}
