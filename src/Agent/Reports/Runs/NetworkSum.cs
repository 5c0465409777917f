using Murmuration.Agent.Metrics;

namespace Murmuration.Agent.Reports.Runs;

/// <summary>What the agents report of one round, added up one after another.</summary>
/// <param name="round">The round.</param>
internal sealed class NetworkSum(int round)
{
    private readonly SpreadSum _testCost = new();
    private readonly SpreadSum _accuracy = new();
    private readonly SketchSum _defect = new();
    private readonly SketchSum _gap = new();
    private double? _stationarity;
    private double _seconds;
    private double _cost;
    private double _penalty;
    private double _disagreement;
    private double _gradientNorm;
    private long _bytesSent;
    private int _suspendedLinks;

    /// <summary>The round.</summary>
    public int Round => round;

    /// <summary>Agents that have been added.</summary>
    public int Agents { get; private set; }

    /// <summary>Adds an agent's report.</summary>
    public void Add(RoundMetrics metrics)
    {
        Agents++;
        _seconds = Math.Max(_seconds, metrics.Seconds);
        _cost += metrics.Cost;
        _penalty += metrics.Penalty;
        _disagreement = Math.Max(_disagreement, metrics.Disagreement);
        _gradientNorm += metrics.GradientNorm;
        _bytesSent += metrics.BytesSent;
        _suspendedLinks += metrics.SuspendedLinks;
        _testCost.Add(metrics.TestCost);
        _accuracy.Add(metrics.TestAccuracy);
        _stationarity = metrics.Stationarity is { } own ? Math.Max(own, _stationarity ?? 0) : _stationarity;
        _defect.Add(metrics.TrackingSketch);
        _gap.Add(metrics.StationaritySketch);
    }

    /// <summary>The network after the round.</summary>
    public NetworkRound ToRound() => new(
        round,
        _seconds,
        _cost + (_penalty / Agents),
        _testCost.Over(Agents),
        _accuracy.Over(Agents),
        _disagreement,
        Defect(),
        _bytesSent,
        _suspendedLinks)
    {
        Stationarity = _gap.NormOver(Agents) / Agents ?? _stationarity,
    };

    private double? Defect() =>
        _gradientNorm > 0 ? _defect.NormOver(Agents) / _gradientNorm
        : _defect.NormOver(Agents) is null ? null
        : 0;
}
