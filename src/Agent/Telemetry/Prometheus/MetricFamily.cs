using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Murmuration.Agent.Telemetry.Prometheus;

/// <summary>All series of one instrument. The caller guards it.</summary>
internal sealed class MetricFamily
{
    /// <summary>A bound on what labels can do to the memory; further series are left out.</summary>
    private const int MostSeries = 10_000;

    private readonly SortedDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);
    private readonly bool _isSum;
    private readonly IReadOnlyList<double> _bounds;

    /// <summary>Makes the family of an instrument.</summary>
    public MetricFamily(Instrument instrument)
    {
        Help = instrument.Description ?? "";
        (Kind, _isSum) = KindOf(instrument.GetType().GetGenericTypeDefinition());
        IsObserved = instrument.IsObservable;
        Name = PrometheusNames.Of(instrument, Kind);
        _bounds = Kind != SeriesKind.Histogram ? []
            : (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries
                ?? Buckets.Seconds.HistogramBucketBoundaries!;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>What it tells.</summary>
    public string Help { get; }

    /// <summary>What kind of figure it holds.</summary>
    public SeriesKind Kind { get; }

    /// <summary>Its series are those of the last look, and no others.</summary>
    public bool IsObserved { get; }

    /// <summary>Its series, by their labels.</summary>
    public IEnumerable<KeyValuePair<string, MetricSeries>> Series => _series;

    /// <summary>Takes a measurement.</summary>
    public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = LabelsOf(tags);
        if (!_series.TryGetValue(labels, out var series))
        {
            if (_series.Count == MostSeries)
            {
                return;
            }

            _series[labels] = series = new(_bounds);
        }

        if (Kind == SeriesKind.Histogram)
        {
            series.Count(value);
        }
        else if (_isSum && !IsObserved)
        {
            series.Value += value;
        }
        else
        {
            series.Value = value;
        }
    }

    /// <summary>Forgets what was observed before.</summary>
    public void Clear() => _series.Clear();

    private static (SeriesKind Kind, bool IsSum) KindOf(Type instrument) =>
        instrument == typeof(Counter<>) || instrument == typeof(ObservableCounter<>) ? (SeriesKind.Counter, true)
        : instrument == typeof(Histogram<>) ? (SeriesKind.Histogram, false)
        : instrument == typeof(UpDownCounter<>) ? (SeriesKind.Gauge, true)
        : (SeriesKind.Gauge, false);

    /// <summary><c>key="value",…</c> in the order given.</summary>
    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new StringBuilder();
        foreach (var (key, value) in tags)
        {
            labels.Append(labels.Length > 0 ? "," : "").Append(PrometheusNames.Clean(key)).Append("=\"");
            PrometheusText.AppendEscaped(labels, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", true);
            labels.Append('"');
        }

        return labels.ToString();
    }
}
