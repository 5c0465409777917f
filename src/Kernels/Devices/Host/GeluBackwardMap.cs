using System.Runtime.CompilerServices;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>
/// y·(1 + t + x·(1 − t²)·√(2/π)·(1 + 3·0.044715·x²))/2 for an <b>input</b> x with its tanh t, and a gradient y.
/// </summary>
internal readonly struct GeluBackwardMap : IMap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TLanes, TVector>(TVector x, TVector y)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged
    {
        // Beyond 10 the cube could overflow where 1 − t² is zero.
        var bound = TLanes.Broadcast(10);
        x = TLanes.Max(TLanes.Min(x, bound), TLanes.Subtract(TLanes.Broadcast(0), bound));
        var one = TLanes.Broadcast(1);
        var t = GeluMap.Tanh<TLanes, TVector>(x);
        var inner = TLanes.MultiplyAdd(
            TLanes.Broadcast(3 * GeluMap.Factor * GeluMap.Cubic),
            TLanes.Multiply(x, x),
            TLanes.Broadcast(GeluMap.Factor));
        var slope = TLanes.Multiply(TLanes.Subtract(one, t), TLanes.Add(one, t));
        slope = TLanes.MultiplyAdd(TLanes.Multiply(x, slope), inner, TLanes.Add(one, t));
        return TLanes.Multiply(TLanes.Multiply(y, TLanes.Broadcast(0.5f)), slope);
    }
}
