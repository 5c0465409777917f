using System.Runtime.CompilerServices;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>a·x + y.</summary>
internal readonly struct AddScaledMap(float a) : IMap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TLanes, TVector>(TVector x, TVector y)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged =>
        TLanes.MultiplyAdd(TLanes.Broadcast(a), x, y);
}
