namespace Murmuration.Kernels.Devices.Host;

/// <summary>Sums and products of vectors, element by element; the result may be an input itself.</summary>
internal static partial class VectorMath
{
    /// <summary>y ← y + a·x.</summary>
    public static void AddScaled(float a, ReadOnlySpan<float> x, Span<float> y, WorkerPool? pool = null) =>
        Elementwise.Apply(new AddScaledMap(a), x, y, y, pool);

    /// <summary>result = a·x + b·y.</summary>
    public static void Combine(
        float a, ReadOnlySpan<float> x, float b, ReadOnlySpan<float> y, Span<float> result, WorkerPool? pool = null) =>
        Elementwise.Apply(new CombineMap(a, b), x, y, result, pool);

    /// <summary>result = x·y, element by element.</summary>
    public static void Multiply(
        ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> result, WorkerPool? pool = null) =>
        Elementwise.Apply(default(MultiplyMap), x, y, result, pool);

    /// <summary>result = x / (√y + floor), element by element.</summary>
    public static void DivideByRoot(
        ReadOnlySpan<float> x, ReadOnlySpan<float> y, float floor, Span<float> result, WorkerPool? pool = null) =>
        Elementwise.Apply(new DivideByRootMap(floor), x, y, result, pool);

    /// <summary>sign(x)·max(|x| − threshold, 0): the proximal map of threshold·‖·‖₁.</summary>
    public static void SoftThreshold(
        ReadOnlySpan<float> x, float threshold, Span<float> result, WorkerPool? pool = null) =>
        Elementwise.Apply(new SoftThresholdMap(threshold), x, x, result, pool);
}
