using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Murmuration.Kernels.Devices.Host;

namespace Murmuration.Benchmarks.Table.Sections;

/// <summary>What the processor could do: multiplications and additions between registers alone.</summary>
internal readonly struct ProcessorPeak : IParallelBody
{
    private const int Sweeps = 100_000;
    private const int Sums = 16;

    [ThreadStatic]
    private static float _sink;

    /// <summary>Floating-point operations a second of so many threads.</summary>
    public static double Measure(int threads)
    {
        using var pool = new WorkerPool(threads);
        var lanes = Vector512.IsHardwareAccelerated ? 16 : Vector256.IsHardwareAccelerated ? 8 : 4;
        var parts = 8 * threads;
        // For a second or so: a peer that has just started may have a core of its own for a while.
        var seconds = Alternation.Fastest(
            250, Contender.Of("peak", () => pool.For(parts, default(ProcessorPeak))))[0].Value;
        return 2.0 * lanes * Sums * Sweeps * parts / seconds;
    }

    public void Run(int index)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            _sink = Sweep<Lanes512<float>, Vector512<float>>();
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            _sink = Sweep<Lanes256<float>, Vector256<float>>();
        }
        else
        {
            _sink = Sweep<Lanes128<float>, Vector128<float>>();
        }
    }

    /// <summary>Sixteen independent sums hide the latency; none of them leaves its register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe float Sweep<TLanes, TVector>()
        where TLanes : struct, ILanes<float, TVector>
        where TVector : unmanaged
    {
        TVector factor = TLanes.Broadcast(0.999f), summand = TLanes.Broadcast(1e-3f);
        TVector s0 = summand, s1 = summand, s2 = summand, s3 = summand;
        TVector s4 = summand, s5 = summand, s6 = summand, s7 = summand;
        TVector s8 = summand, s9 = summand, s10 = summand, s11 = summand;
        TVector s12 = summand, s13 = summand, s14 = summand, s15 = summand;
        for (var k = 0; k < Sweeps; k++)
        {
            s0 = TLanes.MultiplyAdd(s0, factor, summand);
            s1 = TLanes.MultiplyAdd(s1, factor, summand);
            s2 = TLanes.MultiplyAdd(s2, factor, summand);
            s3 = TLanes.MultiplyAdd(s3, factor, summand);
            s4 = TLanes.MultiplyAdd(s4, factor, summand);
            s5 = TLanes.MultiplyAdd(s5, factor, summand);
            s6 = TLanes.MultiplyAdd(s6, factor, summand);
            s7 = TLanes.MultiplyAdd(s7, factor, summand);
            s8 = TLanes.MultiplyAdd(s8, factor, summand);
            s9 = TLanes.MultiplyAdd(s9, factor, summand);
            s10 = TLanes.MultiplyAdd(s10, factor, summand);
            s11 = TLanes.MultiplyAdd(s11, factor, summand);
            s12 = TLanes.MultiplyAdd(s12, factor, summand);
            s13 = TLanes.MultiplyAdd(s13, factor, summand);
            s14 = TLanes.MultiplyAdd(s14, factor, summand);
            s15 = TLanes.MultiplyAdd(s15, factor, summand);
        }

        TVector sum0 = TLanes.MultiplyAdd(s0, s1, s2), sum1 = TLanes.MultiplyAdd(s3, s4, s5);
        TVector sum2 = TLanes.MultiplyAdd(s6, s7, s8), sum3 = TLanes.MultiplyAdd(s9, s10, s11);
        var sum = TLanes.MultiplyAdd(sum0, sum1, TLanes.MultiplyAdd(sum2, sum3, TLanes.MultiplyAdd(s12, s13, s14)));
        sum = TLanes.MultiplyAdd(sum, factor, s15);
        return *(float*)&sum;
    }
}
