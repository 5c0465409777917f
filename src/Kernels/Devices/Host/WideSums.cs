using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>Sums in float64 of many float32 vectors, number by number, in the order of the vectors.</summary>
internal static unsafe class WideSums
{
    /// <summary>
    /// sums ← sums + a·x + b·y: two inputs at once, so that the sums travel half as often. A last x has no y.
    /// </summary>
    public static void Accumulate(double a, float* x, double b, float* y, double* sums, int length)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Accumulate<WideLanes512, Vector512<double>>(a, x, b, y, sums, length);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Accumulate<WideLanes256, Vector256<double>>(a, x, b, y, sums, length);
        }
        else
        {
            Accumulate<WideLanes128, Vector128<double>>(a, x, b, y, sums, length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Accumulate<TLanes, TVector>(double a, float* x, double b, float* y, double* sums, int length)
        where TLanes : struct, IWideLanes<TVector>
        where TVector : unmanaged
    {
        TVector aLanes = TLanes.Broadcast(a), bLanes = TLanes.Broadcast(b);
        var i = 0;
        for (; i + TLanes.Count <= length; i += TLanes.Count)
        {
            var sum = TLanes.MultiplyAdd(aLanes, TLanes.Widen(x + i), TLanes.Load(sums + i));
            TLanes.Store(y is null ? sum : TLanes.MultiplyAdd(bLanes, TLanes.Widen(y + i), sum), sums + i);
        }

        for (; i < length; i++)
        {
            var sum = Math.FusedMultiplyAdd(a, x[i], sums[i]);
            sums[i] = y is null ? sum : Math.FusedMultiplyAdd(b, y[i], sum);
        }
    }

    /// <summary>Rounds the sums to float32.</summary>
    public static void Narrow(double* sums, float* result, int length)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Narrow<WideLanes512, Vector512<double>>(sums, result, length);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Narrow<WideLanes256, Vector256<double>>(sums, result, length);
        }
        else
        {
            Narrow<WideLanes128, Vector128<double>>(sums, result, length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Narrow<TLanes, TVector>(double* sums, float* result, int length)
        where TLanes : struct, IWideLanes<TVector>
        where TVector : unmanaged
    {
        var i = 0;
        for (; i + TLanes.Count <= length; i += TLanes.Count)
        {
            TLanes.Narrow(TLanes.Load(sums + i), result + i);
        }

        for (; i < length; i++)
        {
            result[i] = (float)sums[i];
        }
    }
}
