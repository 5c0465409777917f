using System.Runtime.CompilerServices;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>Σ (x − y)².</summary>
internal readonly struct DistanceReduction : IReduction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Add<TLanes, TVector>(TVector sum, TVector x, TVector y)
        where TLanes : struct, IWideLanes<TVector>
        where TVector : unmanaged
    {
        var difference = TLanes.Subtract(x, y);
        return TLanes.MultiplyAdd(difference, difference, sum);
    }
}
