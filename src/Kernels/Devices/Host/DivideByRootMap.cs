using System.Runtime.CompilerServices;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>x / (√y + floor).</summary>
internal readonly struct DivideByRootMap(float floor) : IMap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TLanes, TVector>(TVector x, TVector y)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged =>
        TLanes.Divide(x, TLanes.Add(TLanes.SquareRoot(y), TLanes.Broadcast(floor)));
}
