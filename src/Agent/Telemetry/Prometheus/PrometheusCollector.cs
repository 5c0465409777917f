using System.Diagnostics.Metrics;
using System.Text;

namespace Murmuration.Agent.Telemetry.Prometheus;

/// <summary>Listens to the instruments of this process, and writes what they have measured as Prometheus reads
/// it.</summary>
internal sealed class PrometheusCollector : IDisposable
{
    /// <summary>The agent's own meter, and that of the runtime: processor time, memory, garbage collections.</summary>
    private static readonly string[] Meters = [AgentMeter.MeterName, "System.Runtime"];

    private readonly MeterListener _listener = new();
    private readonly SortedDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Begins to listen.</summary>
    public PrometheusCollector()
    {
        _listener.InstrumentPublished = Listen;
        _listener.SetMeasurementEventCallback<double>((_, value, tags, family) => Take(family, value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, family) => Take(family, value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, family) => Take(family, value, tags));
        _listener.Start();
    }

    /// <summary>All that has been measured so far, and what is observed now.</summary>
    public string Collect()
    {
        lock (_gate)
        {
            foreach (var family in _families.Values.Where(family => family.IsObserved))
            {
                family.Clear();
            }

            _listener.RecordObservableInstruments();
            var text = new StringBuilder();
            foreach (var family in _families.Values)
            {
                PrometheusText.Append(text, family);
            }

            return text.ToString();
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Listen(Instrument instrument, MeterListener listener)
    {
        if (!Meters.Contains(instrument.Meter.Name, StringComparer.Ordinal))
        {
            return;
        }

        var family = new MetricFamily(instrument);
        if (!PrometheusNames.IsAllowed(family.Name, family.Kind))
        {
            return;
        }

        lock (_gate)
        {
            // Several agents of one process have the same instruments.
            family = _families.TryAdd(family.Name, family) ? family : _families[family.Name];
        }

        listener.EnableMeasurementEvents(instrument, family);
    }

    private void Take(object? family, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_gate)
        {
            ((MetricFamily)family!).Take(value, tags);
        }
    }
}
