using System.Diagnostics.Metrics;
using Murmuration.Agent.Checkpoints;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Training;

namespace Murmuration.Agent.Telemetry;

/// <summary>
/// What one agent measures, as instruments that collectors read: Prometheus, OpenTelemetry, <c>dotnet-counters</c>.
/// Names follow the conventions of OpenTelemetry; docs/observing.md lists them as Prometheus shows them.
/// </summary>
/// <remarks>Most instruments are only looked at when somebody collects, and cost nothing meanwhile.</remarks>
internal sealed partial class AgentMeter : IMetricsSink, IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Murmuration";

    private static readonly TimeSpan NetworkInterval = TimeSpan.FromMilliseconds(500);

    private readonly AgentSetup _setup;
    private readonly RunControl _control;
    private readonly NetworkWatch _watch;
    private readonly TimeProvider _time;
    private readonly Meter _meter = new(MeterName, AgentVersion.Text);
    private readonly KeyValuePair<string, object?> _agent;
    private readonly Lock _gate = new();
    private readonly Histogram<double> _computing;
    private readonly Histogram<double> _waiting;
    private readonly Histogram<double> _checkpointDuration;
    private readonly Lock _networkGate = new();
    private RoundMetrics? _last;
    private double? _testCost;
    private double? _testAccuracy;
    private double? _stationarity;
    private long? _checkpointBytes;
    private long _checkpointFailures;
    private (NetworkSnapshot Network, long At)? _network;

    /// <summary>Begins to measure an agent.</summary>
    public AgentMeter(AgentSetup setup, RunControl control, NetworkWatch watch, TimeProvider time)
    {
        (_setup, _control, _watch, _time) = (setup, control, watch, time);
        _agent = new("agent", setup.Id);
        _computing = Seconds("murmuration.round.computing", "Seconds of a round that the agent computed.");
        _waiting = Seconds("murmuration.round.waiting", "Seconds of a round that the agent waited for neighbours.");
        _checkpointDuration = Seconds("murmuration.checkpoint.duration", "Seconds that writing a checkpoint took.");
        DescribeAgent();
        DescribeRounds();
        DescribeExchange();
        DescribeLinks();
        DescribeNetwork();
    }

    public void OnRound(RoundMetrics metrics)
    {
        bool isStart;
        lock (_gate)
        {
            isStart = _last is null;
            _last ??= metrics with { };
            _last.CopyFrom(metrics);
            (_testCost, _testAccuracy) = metrics.TestCost is null
                ? (_testCost, _testAccuracy)
                : (metrics.TestCost, metrics.TestAccuracy);
            _stationarity = metrics.Stationarity ?? _stationarity;
        }

        if (isStart)
        {
            return;
        }

        _computing.Record(metrics.SecondsComputing, _agent);
        _waiting.Record(metrics.SecondsWaiting, _agent);
    }

    public void OnEnd(AgentSummary summary)
    {
        // What was measured last stays.
    }

    /// <summary>Writes a checkpoint, which gives its path.</summary>
    public void MeasureCheckpoint(Func<string> write)
    {
        var began = _time.GetTimestamp();
        try
        {
            var path = write();
            _checkpointDuration.Record(_time.GetElapsedTime(began).TotalSeconds, _agent);
            lock (_gate)
            {
                _checkpointBytes = new FileInfo(path).Length;
            }
        }
        catch (CheckpointException)
        {
            Interlocked.Increment(ref _checkpointFailures);
            throw;
        }
    }

    public void Dispose() => _meter.Dispose();

    /// <summary>Reads the last report, if there is one, while it does not change.</summary>
    private T? Last<T>(Func<RoundMetrics, T?> read)
        where T : struct
    {
        lock (_gate)
        {
            return _last is null ? null : read(_last);
        }
    }

    private double? Known(Func<double?> read)
    {
        lock (_gate)
        {
            return read();
        }
    }

    private long? CheckpointBytes()
    {
        lock (_gate)
        {
            return _checkpointBytes;
        }
    }

    /// <summary>One look serves all instruments of a collection; no round waits for it.</summary>
    private NetworkSnapshot Network()
    {
        lock (_networkGate)
        {
            if (_network is not { } known || _time.GetElapsedTime(known.At) > NetworkInterval)
            {
                _network = (_watch.Now(), _time.GetTimestamp());
            }

            return _network.Value.Network;
        }
    }

    private Histogram<double> Seconds(string name, string description) => _meter.CreateHistogram<double>(
        name, "s", description, tags: null, Buckets.Seconds);

    /// <summary>A figure that may be unknown; then there is no measurement.</summary>
    private void Gauge(string name, string? unit, string description, Func<double?> read) =>
        _meter.CreateObservableGauge(name, () => Measure(read), unit, description);

    /// <summary>A sum that only grows.</summary>
    private void Counter(string name, string unit, string description, Func<long?> read) =>
        _meter.CreateObservableCounter(name, () => Measure(read), unit, description);

    private IEnumerable<Measurement<T>> Measure<T>(Func<T?> read)
        where T : struct => read() is { } value ? [new(value, _agent)] : [];

    private Measurement<T> With<T>(T value, string key, object? of)
        where T : struct => new(value, _agent, new(key, of));
}
