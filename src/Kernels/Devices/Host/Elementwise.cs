using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>Applies a map to spans by the widest vectors of the processor.</summary>
internal static unsafe class Elementwise
{
    /// <summary>Numbers in one part of the work of a pool.</summary>
    public const int PartLength = 16_384;

    /// <summary>result = map(x, y), number by number; the result may be x or y itself.</summary>
    public static void Apply<TMap>(
        TMap map, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> result, WorkerPool? pool)
        where TMap : struct, IMap
    {
        if (y.Length != x.Length || result.Length != x.Length)
        {
            throw new ArgumentException(
                $"Lengths differ: x has {x.Length}, y has {y.Length}, the result has {result.Length}.", nameof(result));
        }

        var parts = new ElementwiseParts<TMap>(map, x, y, result);
        if (pool is not null && x.Length >= 4 * PartLength)
        {
            pool.For(parts.Count, parts);
        }
        else
        {
            Run(map, x, y, result);
        }
    }

    public static void Run<TMap>(TMap map, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> result)
        where TMap : struct, IMap
    {
        fixed (float* px = x, py = y, presult = result)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                Run<TMap, FloatLanes512, Vector512<float>>(map, px, py, presult, x.Length);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Run<TMap, FloatLanes256, Vector256<float>>(map, px, py, presult, x.Length);
            }
            else
            {
                Run<TMap, FloatLanes128, Vector128<float>>(map, px, py, presult, x.Length);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TMap, TLanes, TVector>(TMap map, float* x, float* y, float* result, int length)
        where TMap : struct, IMap
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged
    {
        var i = 0;
        for (; i + TLanes.Count <= length; i += TLanes.Count)
        {
            TLanes.Store(map.Apply<TLanes, TVector>(TLanes.Load(x + i), TLanes.Load(y + i)), result + i);
        }

        if (i < length)
        {
            // The last numbers take the same way as all others, in a vector filled up with zeros.
            var rest = (uint)(length - i) * sizeof(float);
            TVector lastX = default, lastY = default;
            Unsafe.CopyBlockUnaligned(&lastX, x + i, rest);
            Unsafe.CopyBlockUnaligned(&lastY, y + i, rest);
            lastX = map.Apply<TLanes, TVector>(lastX, lastY);
            Unsafe.CopyBlockUnaligned(result + i, &lastX, rest);
        }
    }
}
