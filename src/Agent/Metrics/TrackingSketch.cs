namespace Murmuration.Agent.Metrics;

/// <summary>
/// The sketch of φ y − ∇g, so that the tracking defect ‖Σ_i φ_i y_i − Σ_i ∇g_i‖ of the whole network can be seen
/// without any vector leaving an agent. Only sketches of one round add up to it.
/// </summary>
internal static class TrackingSketch
{
    /// <summary>B, numbers per sketch.</summary>
    public const int BucketCount = CountSketch.BucketCount;

    /// <summary>The sketch of φ y − g.</summary>
    public static double[] Of(ReadOnlySpan<float> tracker, double pushSumWeight, ReadOnlySpan<float> gradient)
    {
        var buckets = new double[BucketCount];
        Span<double> row = stackalloc double[BucketCount];
        var signs = CountSketch.FirstSigns;
        for (var start = 0; start < tracker.Length; start += BucketCount)
        {
            var count = Math.Min(BucketCount, tracker.Length - start);
            for (var k = 0; k < count; k++)
            {
                row[k] = (pushSumWeight * tracker[start + k]) - gradient[start + k];
            }

            signs = CountSketch.Add(row[..count], signs, buckets);
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
}
