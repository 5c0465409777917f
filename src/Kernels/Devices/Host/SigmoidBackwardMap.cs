using System.Runtime.CompilerServices;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>y·x·(1 − x) for an output x and a gradient y.</summary>
internal readonly struct SigmoidBackwardMap : IMap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TLanes, TVector>(TVector x, TVector y)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged =>
        TLanes.Multiply(y, TLanes.Multiply(x, TLanes.Subtract(TLanes.Broadcast(1), x)));
}
