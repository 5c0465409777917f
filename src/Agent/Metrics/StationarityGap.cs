using Murmuration.Kernels.Regularizers;

namespace Murmuration.Agent.Metrics;

/// <summary>
/// How far an agent's weights are from a stationary point of the social cost: the residual of a proximal gradient step
/// of length one, v_i = w_i − prox_r(w_i − I y_i), which is zero at stationary points only. Without l1 it is
/// ∇U(w_i) / (1 + 2 l2).
/// </summary>
/// <remarks>
/// y_i stands for the average gradient: the tracker, or the agent's own gradient ∇g_i(w_i) where nothing is tracked.
/// Then v_i says nothing by itself, but without l1, which only tracking algorithms take, v_i is linear, and the mean
/// over the agents is the network's: v̄ = (1/I) Σ φ_i v_i. Hence the sketch of φ_i v_i.
/// Algorithms that track h_i = I ∇g_i + ∇r have it in y_i already: v_i = y_i / (1 + 2 l2).
/// </remarks>
/// <param name="Norm">‖v_i‖.</param>
/// <param name="Sketch">The sketch of φ_i v_i; short numbers, as it is for the eye.</param>
internal sealed record StationarityGap(double Norm, IReadOnlyList<float> Sketch)
{
    /// <summary>The gap of one agent.</summary>
    /// <param name="weights">w_i.</param>
    /// <param name="gradient">y_i.</param>
    /// <param name="agentCount">I; null where y_i is that of the social cost, ∇r included.</param>
    /// <param name="regularizer">r.</param>
    /// <param name="pushSumWeight">φ_i.</param>
    public static StationarityGap Of(
        ReadOnlySpan<float> weights,
        ReadOnlySpan<float> gradient,
        int? agentCount,
        Regularizer regularizer,
        double pushSumWeight)
    {
        // Both kinds are w − S(a w − b y): S shrinks by 1 + 2 l2 and thresholds.
        var shrink = 1 + (2 * regularizer.L2);
        var (a, b) = agentCount is { } count ? (1.0, count) : (shrink, 1.0);
        Span<double> buckets = stackalloc double[CountSketch.BucketCount];
        Span<double> row = stackalloc double[CountSketch.BucketCount];
        buckets.Clear();
        var (sum, signs) = (0.0, CountSketch.FirstSigns);
        for (var start = 0; start < weights.Length; start += row.Length)
        {
            var length = Math.Min(row.Length, weights.Length - start);
            for (var k = 0; k < length; k++)
            {
                var w = (double)weights[start + k];
                var step = (a * w) - (b * gradient[start + k]);
                var gap = w - (Threshold(step, regularizer.L1) / shrink);
                sum += gap * gap;
                row[k] = pushSumWeight * gap;
            }

            signs = CountSketch.Add(row[..length], signs, buckets);
        }

        return new(Math.Sqrt(sum), Shorten(buckets));
    }

    /// <summary>Estimates ‖v̄‖ of the network from all agents' sketches.</summary>
    public static double NormOfMean(IReadOnlyCollection<IReadOnlyList<float>> sketches)
    {
        var squares = 0.0;
        for (var k = 0; k < CountSketch.BucketCount; k++)
        {
            var mean = sketches.Sum(sketch => (double)sketch[k]) / sketches.Count;
            squares += mean * mean;
        }

        return Math.Sqrt(squares);
    }

    private static double Threshold(double value, double threshold) =>
        threshold == 0 ? value : Math.Sign(value) * Math.Max(Math.Abs(value) - threshold, 0);

    private static float[] Shorten(ReadOnlySpan<double> buckets)
    {
        var sketch = new float[buckets.Length];
        for (var k = 0; k < sketch.Length; k++)
        {
            sketch[k] = (float)buckets[k];
        }

        return sketch;
    }
}
