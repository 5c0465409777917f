using System.Runtime.CompilerServices;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>max(x, 0) + log(1 + exp(−|x|)), which never overflows.</summary>
internal readonly struct SoftplusMap : IMap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TLanes, TVector>(TVector x, TVector y)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged
    {
        // With u = exp(−|x|) and s = u / (2 + u): log(1 + u) = 2·artanh(s) = 2s·(1 + s²/3 + s⁴/5 + …), where s ≤ 1/3.
        var zero = TLanes.Broadcast(0);
        var u = default(ExpMap).Apply<TLanes, TVector>(TLanes.Subtract(zero, TLanes.Abs(x)), y);
        var s = TLanes.Divide(u, TLanes.Add(u, TLanes.Broadcast(2)));
        var square = TLanes.Multiply(s, s);
        var series = TLanes.Broadcast(1f / 15);
        series = TLanes.MultiplyAdd(series, square, TLanes.Broadcast(1f / 13));
        series = TLanes.MultiplyAdd(series, square, TLanes.Broadcast(1f / 11));
        series = TLanes.MultiplyAdd(series, square, TLanes.Broadcast(1f / 9));
        series = TLanes.MultiplyAdd(series, square, TLanes.Broadcast(1f / 7));
        series = TLanes.MultiplyAdd(series, square, TLanes.Broadcast(1f / 5));
        series = TLanes.MultiplyAdd(series, square, TLanes.Broadcast(1f / 3));
        series = TLanes.MultiplyAdd(series, square, TLanes.Broadcast(1));
        return TLanes.MultiplyAdd(TLanes.Add(s, s), series, TLanes.Max(x, zero));
    }
}
