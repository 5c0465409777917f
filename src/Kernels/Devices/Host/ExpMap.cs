using System.Runtime.CompilerServices;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>exp(x), to 2 units in the last place; 0 below the least float32, infinity above the greatest.</summary>
internal readonly struct ExpMap : IMap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TLanes, TVector>(TVector x, TVector y)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged
    {
        // x = n·log 2 + r with |r| ≤ log(2)/2; adding and taking away 1.5·2²³ rounds to a whole n.
        x = TLanes.Min(TLanes.Max(x, TLanes.Broadcast(-110)), TLanes.Broadcast(90));
        var rounding = TLanes.Broadcast(12_582_912);
        var n = TLanes.Subtract(TLanes.MultiplyAdd(x, TLanes.Broadcast(1.44269504f), rounding), rounding);
        var r = TLanes.MultiplyAdd(n, TLanes.Broadcast(-0.693359375f), x);
        r = TLanes.MultiplyAdd(n, TLanes.Broadcast(2.12194440e-4f), r);

        // The Taylor series to r⁷; the next term is below 6e-9.
        var series = TLanes.Broadcast(1f / 5040);
        series = TLanes.MultiplyAdd(series, r, TLanes.Broadcast(1f / 720));
        series = TLanes.MultiplyAdd(series, r, TLanes.Broadcast(1f / 120));
        series = TLanes.MultiplyAdd(series, r, TLanes.Broadcast(1f / 24));
        series = TLanes.MultiplyAdd(series, r, TLanes.Broadcast(1f / 6));
        series = TLanes.MultiplyAdd(series, r, TLanes.Broadcast(1f / 2));
        series = TLanes.MultiplyAdd(series, r, TLanes.Broadcast(1));
        series = TLanes.MultiplyAdd(series, r, TLanes.Broadcast(1));
        return TLanes.Scale(series, n);
    }
}
