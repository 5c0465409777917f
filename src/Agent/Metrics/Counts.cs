namespace Murmuration.Agent.Metrics;

/// <summary>Sums of what agents tell that they have counted, which may be anything.</summary>
internal static class Counts
{
    /// <summary>The sum, at most what a number holds; what is negative counts as nothing.</summary>
    public static long Total(this IEnumerable<long> counts) => counts.Aggregate(
        0L, (sum, count) => count > long.MaxValue - sum ? long.MaxValue : sum + Math.Max(0, count));
}
