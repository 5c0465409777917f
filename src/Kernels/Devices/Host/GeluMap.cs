using System.Runtime.CompilerServices;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>x·(1 + tanh(√(2/π)·(x + 0.044715·x³)))/2 (Hendrycks and Gimpel, 2016).</summary>
internal readonly struct GeluMap : IMap
{
    /// <summary>√(2/π).</summary>
    public const float Factor = 0.797884561f;

    public const float Cubic = 0.044715f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TLanes, TVector>(TVector x, TVector y)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged
    {
        var half = TLanes.Multiply(x, TLanes.Broadcast(0.5f));
        return TLanes.MultiplyAdd(half, Tanh<TLanes, TVector>(x), half);
    }

    /// <summary>The tanh in it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh<TLanes, TVector>(TVector x)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged
    {
        var square = TLanes.Multiply(x, x);
        var inner = TLanes.MultiplyAdd(TLanes.Broadcast(Factor * Cubic), square, TLanes.Broadcast(Factor));
        inner = TLanes.Multiply(inner, x);
        return default(TanhMap).Apply<TLanes, TVector>(inner, inner);
    }
}
