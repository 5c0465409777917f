using System.Diagnostics.Metrics;

namespace Murmuration.Agent.Telemetry;

/// <summary>Bounds of histograms.</summary>
internal static class Buckets
{
    /// <summary>From rounds of a toy to solves of a large model.</summary>
    public static InstrumentAdvice<double> Seconds { get; } = new()
    {
        HistogramBucketBoundaries =
        [
            0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 60, 150,
        ],
    };
}
