namespace Murmuration.Kernels.Devices.Host;

/// <summary>Activations and their derivatives, element by element; the result may be the input itself.</summary>
internal static partial class VectorMath
{
    public static void Tanh(ReadOnlySpan<float> x, Span<float> result, WorkerPool? pool = null) =>
        Elementwise.Apply(default(TanhMap), x, x, result, pool);

    /// <summary>1 / (1 + exp(−x)).</summary>
    public static void Sigmoid(ReadOnlySpan<float> x, Span<float> result, WorkerPool? pool = null) =>
        Elementwise.Apply(default(SigmoidMap), x, x, result, pool);

    /// <summary>max(x, 0).</summary>
    public static void Relu(ReadOnlySpan<float> x, Span<float> result, WorkerPool? pool = null) =>
        Elementwise.Apply(default(ReluMap), x, x, result, pool);

    /// <summary>gradient·(1 − output²): the derivative of tanh by its output.</summary>
    public static void TanhBackward(
        ReadOnlySpan<float> output, ReadOnlySpan<float> gradient, Span<float> result, WorkerPool? pool = null) =>
        Elementwise.Apply(default(TanhBackwardMap), output, gradient, result, pool);

    /// <summary>gradient·output·(1 − output): the derivative of the sigmoid by its output.</summary>
    public static void SigmoidBackward(
        ReadOnlySpan<float> output, ReadOnlySpan<float> gradient, Span<float> result, WorkerPool? pool = null) =>
        Elementwise.Apply(default(SigmoidBackwardMap), output, gradient, result, pool);

    /// <summary>gradient where output &gt; 0, else 0: the derivative of the rectifier by its output.</summary>
    public static void ReluBackward(
        ReadOnlySpan<float> output, ReadOnlySpan<float> gradient, Span<float> result, WorkerPool? pool = null) =>
        Elementwise.Apply(default(ReluBackwardMap), output, gradient, result, pool);

    /// <summary>gradient·(1 − exp(−output)): the derivative of softplus by its output.</summary>
    public static void SoftplusBackward(
        ReadOnlySpan<float> output, ReadOnlySpan<float> gradient, Span<float> result, WorkerPool? pool = null) =>
        Elementwise.Apply(default(SoftplusBackwardMap), output, gradient, result, pool);

    /// <summary>x·(1 + tanh(√(2/π)·(x + 0.044715·x³)))/2.</summary>
    public static void Gelu(ReadOnlySpan<float> x, Span<float> result, WorkerPool? pool = null) =>
        Elementwise.Apply(default(GeluMap), x, x, result, pool);

    /// <summary>The gradient times the derivative of GELU by its <b>input</b>.</summary>
    public static void GeluBackward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> gradient, Span<float> result, WorkerPool? pool = null) =>
        Elementwise.Apply(default(GeluBackwardMap), input, gradient, result, pool);

    public static void Exp(ReadOnlySpan<float> x, Span<float> result, WorkerPool? pool = null) =>
        Elementwise.Apply(default(ExpMap), x, x, result, pool);

    /// <summary>log(1 + exp(x)), without overflow.</summary>
    public static void Softplus(ReadOnlySpan<float> x, Span<float> result, WorkerPool? pool = null) =>
        Elementwise.Apply(default(SoftplusMap), x, x, result, pool);
}
