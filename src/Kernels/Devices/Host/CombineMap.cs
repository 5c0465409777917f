using System.Runtime.CompilerServices;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>a·x + b·y.</summary>
internal readonly struct CombineMap(float a, float b) : IMap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TLanes, TVector>(TVector x, TVector y)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged =>
        TLanes.MultiplyAdd(TLanes.Broadcast(a), x, TLanes.Multiply(TLanes.Broadcast(b), y));
}
