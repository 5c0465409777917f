using System.Runtime.CompilerServices;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>y·(1 − x²) for an output x and a gradient y.</summary>
internal readonly struct TanhBackwardMap : IMap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TLanes, TVector>(TVector x, TVector y)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged
    {
        var one = TLanes.Broadcast(1);
        return TLanes.Multiply(y, TLanes.Multiply(TLanes.Subtract(one, x), TLanes.Add(one, x)));
    }
}
