using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>
/// Sums in float64. A part of <see cref="PartLength"/> numbers is summed in 32 lanes, number i in lane i mod 32,
/// whatever the width of the vectors; the lanes are then added in halves, and the parts in their order. So the bits
/// depend on the length alone.
/// </summary>
internal static unsafe class Reduction
{
    /// <summary>Numbers that one thread sums; a change of it changes the bits of results.</summary>
    public const int PartLength = 16_384;

    private const int LaneCount = 32;

    /// <summary>The sum of the terms of x and y.</summary>
    public static double Run<TReduction>(ReadOnlySpan<float> x, ReadOnlySpan<float> y, WorkerPool? pool)
        where TReduction : struct, IReduction
    {
        if (y.Length != x.Length)
        {
            throw new ArgumentException($"Lengths differ: x has {x.Length}, y has {y.Length}.", nameof(y));
        }

        if (x.Length <= PartLength)
        {
            return Part<TReduction>(x, y);
        }

        var count = (x.Length + PartLength - 1) / PartLength;
        var sums = count <= 4096 ? stackalloc double[count] : new double[count];
        var parts = new ReductionParts<TReduction>(x, y, sums);
        if (pool is not null && count >= 4)
        {
            pool.For(count, parts);
        }
        else
        {
            for (var index = 0; index < count; index++)
            {
                parts.Run(index);
            }
        }

        var sum = 0.0;
        foreach (var part in sums)
        {
            sum += part;
        }

        return sum;
    }

    /// <summary>The sum over at most <see cref="PartLength"/> numbers.</summary>
    [SkipLocalsInit]
    public static double Part<TReduction>(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
        where TReduction : struct, IReduction
    {
        var lanes = stackalloc double[LaneCount];
        fixed (float* px = x, py = y)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                Lanes<TReduction, WideLanes512, Vector512<double>>(px, py, x.Length, lanes);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Lanes<TReduction, WideLanes256, Vector256<double>>(px, py, x.Length, lanes);
            }
            else
            {
                Lanes<TReduction, WideLanes128, Vector128<double>>(px, py, x.Length, lanes);
            }
        }

        for (var half = LaneCount / 2; half > 0; half /= 2)
        {
            for (var i = 0; i < half; i++)
            {
                lanes[i] += lanes[i + half];
            }
        }

        return lanes[0];
    }

    /// <summary>Four vectors at a time, over as many sweeps as it takes to fill the lanes.</summary>
    private static void Lanes<TReduction, TLanes, TVector>(float* x, float* y, int length, double* lanes)
        where TReduction : struct, IReduction
        where TLanes : struct, IWideLanes<TVector>
        where TVector : unmanaged
    {
        var full = length - (length % LaneCount);
        for (var first = 0; first < LaneCount; first += 4 * TLanes.Count)
        {
            FourVectors<TReduction, TLanes, TVector>(x + first, y + first, full, lanes + first);
        }

        if (full < length)
        {
            Rest<TReduction, TLanes, TVector>(x + full, y + full, length - full, lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourVectors<TReduction, TLanes, TVector>(float* x, float* y, int length, double* lanes)
        where TReduction : struct, IReduction
        where TLanes : struct, IWideLanes<TVector>
        where TVector : unmanaged
    {
        TVector sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        for (var i = 0; i < length; i += LaneCount)
        {
            sum0 = Add<TReduction, TLanes, TVector>(sum0, x + i, y + i);
            sum1 = Add<TReduction, TLanes, TVector>(sum1, x + i + TLanes.Count, y + i + TLanes.Count);
            sum2 = Add<TReduction, TLanes, TVector>(sum2, x + i + (2 * TLanes.Count), y + i + (2 * TLanes.Count));
            sum3 = Add<TReduction, TLanes, TVector>(sum3, x + i + (3 * TLanes.Count), y + i + (3 * TLanes.Count));
        }

        TLanes.Store(sum0, lanes);
        TLanes.Store(sum1, lanes + TLanes.Count);
        TLanes.Store(sum2, lanes + (2 * TLanes.Count));
        TLanes.Store(sum3, lanes + (3 * TLanes.Count));
    }

    /// <summary>The numbers after the last full sweep, filled up with zeros, whose terms are zero.</summary>
    private static void Rest<TReduction, TLanes, TVector>(float* x, float* y, int length, double* lanes)
        where TReduction : struct, IReduction
        where TLanes : struct, IWideLanes<TVector>
        where TVector : unmanaged
    {
        var padded = stackalloc float[2 * LaneCount];
        new Span<float>(padded, 2 * LaneCount).Clear();
        new ReadOnlySpan<float>(x, length).CopyTo(new Span<float>(padded, LaneCount));
        new ReadOnlySpan<float>(y, length).CopyTo(new Span<float>(padded + LaneCount, LaneCount));
        for (var i = 0; i < LaneCount; i += TLanes.Count)
        {
            var sum = TLanes.Load(lanes + i);
            TLanes.Store(Add<TReduction, TLanes, TVector>(sum, padded + i, padded + LaneCount + i), lanes + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Add<TReduction, TLanes, TVector>(TVector sum, float* x, float* y)
        where TReduction : struct, IReduction
        where TLanes : struct, IWideLanes<TVector>
        where TVector : unmanaged =>
        TReduction.Add<TLanes, TVector>(sum, TLanes.Widen(x), TLanes.Widen(y));
}
