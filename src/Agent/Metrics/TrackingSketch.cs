namespace Murmuration.Agent.Metrics;

/// <summary>
/// A linear sketch of φ y − ∇g in a few numbers, so that the tracking defect ‖Σ_i φ_i y_i − Σ_i ∇g_i‖ of the whole
/// network can be seen without any vector leaving an agent.
/// </summary>
/// <remarks>
/// Count sketch (M. Charikar, K. Chen, M. Farach-Colton, 2002): entry k goes with a fixed random sign into bucket k mod
/// B. Sketches add up as the vectors do, and E‖sketch‖² = ‖vector‖², with relative deviation about √(2/B).
/// </remarks>
internal static class TrackingSketch
{
    /// <summary>B, numbers per sketch.</summary>
    public const int BucketCount = 32;

    /// <summary>The sketch of φ y − g.</summary>
    public static double[] Of(ReadOnlySpan<float> tracker, double pushSumWeight, ReadOnlySpan<float> gradient)
    {
        var buckets = new double[BucketCount];
        var signs = 0x9E3779B97F4A7C15UL;
        for (var start = 0; start < tracker.Length; start += BucketCount)
        {
            signs = NextSigns(signs);
            var count = Math.Min(BucketCount, tracker.Length - start);
            for (var k = 0; k < count; k++)
            {
                var value = (pushSumWeight * tracker[start + k]) - gradient[start + k];
                buckets[k] += ((signs >> k) & 1) == 0 ? value : -value;
            }
        }

        return buckets;
    }

    /// <summary>Estimates ‖Σ_i (φ_i y_i − ∇g_i)‖ from the agents' sketches.</summary>
    public static double Norm(IEnumerable<IReadOnlyList<double>> sketches)
    {
        var sum = new double[BucketCount];
        foreach (var sketch in sketches)
        {
            for (var k = 0; k < BucketCount; k++)
            {
                sum[k] += sketch[k];
            }
        }

        return Math.Sqrt(sum.Sum(x => x * x));
    }

    /// <summary>xorshift64: the same signs at every agent.</summary>
    private static ulong NextSigns(ulong state)
    {
        state ^= state << 13;
        state ^= state >> 7;
        return state ^ (state << 17);
    }
}
