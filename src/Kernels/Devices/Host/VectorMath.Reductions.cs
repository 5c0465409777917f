using System.Numerics.Tensors;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>Reductions to one number, accumulated in float64 in an order that depends on the length alone.</summary>
internal static partial class VectorMath
{
    public static double Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y, WorkerPool? pool = null) =>
        Reduction.Run<DotReduction>(x, y, pool);

    public static double SquaredNorm(ReadOnlySpan<float> x, WorkerPool? pool = null) =>
        Reduction.Run<DotReduction>(x, x, pool);

    /// <summary>‖x − y‖².</summary>
    public static double SquaredDistance(ReadOnlySpan<float> x, ReadOnlySpan<float> y, WorkerPool? pool = null) =>
        Reduction.Run<DistanceReduction>(x, y, pool);

    public static double Sum(ReadOnlySpan<float> x, WorkerPool? pool = null) =>
        Reduction.Run<SumReduction>(x, x, pool);

    /// <summary>‖x‖₁.</summary>
    public static double SumAbs(ReadOnlySpan<float> x, WorkerPool? pool = null) =>
        Reduction.Run<SumAbsReduction>(x, x, pool);

    /// <summary>max |x|, 0 of an empty vector, NaN when the vector holds one.</summary>
    public static double MaxAbs(ReadOnlySpan<float> x) =>
        x.IsEmpty ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude(x));
}
