using System.Runtime.CompilerServices;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>
/// y·(1 − exp(−x)) for an output x and a gradient y: the slope of log(1 + exp(a)) is 1/(1 + exp(−a)).
/// </summary>
internal readonly struct SoftplusBackwardMap : IMap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TLanes, TVector>(TVector x, TVector y)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged
    {
        var exponential = default(ExpMap).Apply<TLanes, TVector>(TLanes.Subtract(TLanes.Broadcast(0), x), x);
        return TLanes.Multiply(y, TLanes.Subtract(TLanes.Broadcast(1), exponential));
    }
}
