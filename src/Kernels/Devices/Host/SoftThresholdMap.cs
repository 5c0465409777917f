using System.Runtime.CompilerServices;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>sign(x)·max(|x| − threshold, 0).</summary>
internal readonly struct SoftThresholdMap(float threshold) : IMap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TLanes, TVector>(TVector x, TVector y)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged =>
        TLanes.CopySign(
            TLanes.Max(TLanes.Subtract(TLanes.Abs(x), TLanes.Broadcast(threshold)), TLanes.Broadcast(0)), x);
}
