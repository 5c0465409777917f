namespace Murmuration.Agent.Telemetry.Prometheus;

/// <summary>What kind of figure a family holds.</summary>
internal enum SeriesKind
{
    /// <summary>A sum that only grows.</summary>
    Counter,

    /// <summary>A value of the moment.</summary>
    Gauge,

    /// <summary>Counts by size, with their sum.</summary>
    Histogram,
}
