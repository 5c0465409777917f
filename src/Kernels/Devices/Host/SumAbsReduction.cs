using System.Runtime.CompilerServices;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>Σ |x|.</summary>
internal readonly struct SumAbsReduction : IReduction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Add<TLanes, TVector>(TVector sum, TVector x, TVector y)
        where TLanes : struct, IWideLanes<TVector>
        where TVector : unmanaged =>
        TLanes.Add(sum, TLanes.Abs(x));
}
