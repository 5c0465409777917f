namespace Murmuration.Kernels.Devices.Host;

/// <summary>The consensus step.</summary>
internal static partial class VectorMath
{
    /// <summary>
    /// result[k] = Σ_j weights[j]·inputs[j][k], summed in float64 in the order given; result may be an input.
    /// </summary>
    public static void Mix(
        ReadOnlySpan<ReadOnlyMemory<float>> inputs,
        ReadOnlySpan<double> weights,
        Span<float> result,
        WorkerPool? pool = null)
    {
        if (weights.Length != inputs.Length)
        {
            throw new ArgumentException(
                $"There are {weights.Length} weights for {inputs.Length} inputs.", nameof(weights));
        }

        var parts = new MixParts(inputs, weights, result);
        if (pool is not null && result.Length >= 4 * MixParts.PartLength)
        {
            pool.For(parts.Count, parts);
            return;
        }

        for (var index = 0; index < parts.Count; index++)
        {
            parts.Run(index);
        }
    }
}
