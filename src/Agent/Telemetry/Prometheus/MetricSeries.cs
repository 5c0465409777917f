namespace Murmuration.Agent.Telemetry.Prometheus;

/// <summary>One series: a value, or the counts of a histogram.</summary>
internal sealed class MetricSeries(IReadOnlyList<double> bounds)
{
    private readonly long[] _counts = new long[bounds.Count + 1];

    /// <summary>The value, or the sum of what was counted.</summary>
    public double Value { get; set; }

    /// <summary>Upper bounds of all buckets but the last.</summary>
    public IReadOnlyList<double> Bounds => bounds;

    /// <summary>Counts a value.</summary>
    public void Count(double value)
    {
        var k = 0;
        while (k < bounds.Count && value > bounds[k])
        {
            k++;
        }

        _counts[k]++;
        Value += value;
    }

    /// <summary>How many values lie at or below the bound of a bucket; below the last all do.</summary>
    public long CountUpTo(int bucket) => _counts.AsSpan(0, bucket + 1).ToArray().Sum();
}
