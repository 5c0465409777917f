using System.Runtime.CompilerServices;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>1 / (1 + exp(−x)).</summary>
internal readonly struct SigmoidMap : IMap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TLanes, TVector>(TVector x, TVector y)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged
    {
        var one = TLanes.Broadcast(1);
        var exponential = default(ExpMap).Apply<TLanes, TVector>(TLanes.Subtract(TLanes.Broadcast(0), x), y);
        return TLanes.Divide(one, TLanes.Add(one, exponential));
    }
}
