namespace Murmuration.Agent.Metrics;

/// <summary>What the agents report of one round, added up one after another.</summary>
internal sealed class NetworkSum
{
    private readonly SpreadSum _testCost = new();
    private readonly SpreadSum _accuracy = new();
    private readonly SketchSum _defect = new();
    private readonly SketchSum _gap = new();
    private double? _stationarity;
    private int _stationarityAgents;
    private double _seconds;
    private double _cost;
    private double _penalty;
    private double _disagreement;
    private double _gradientNorm;
    private long _bytesSent;
    private int _suspendedLinks;

    /// <summary>The round.</summary>
    public int Round { get; private set; }

    /// <summary>Agents that have been added.</summary>
    public int Agents { get; private set; }

    /// <summary>Begins a round, with no agent.</summary>
    public void Begin(int round)
    {
        (Round, Agents, _stationarity, _stationarityAgents, _suspendedLinks) = (round, 0, null, 0, 0);
        (_seconds, _cost, _penalty, _disagreement, _gradientNorm, _bytesSent) = (0, 0, 0, 0, 0, 0);
        _testCost.Clear();
        _accuracy.Clear();
        _defect.Clear();
        _gap.Clear();
    }

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
        if (metrics.Stationarity is { } own)
        {
            _stationarity = Math.Max(own, _stationarity ?? 0);
            _stationarityAgents++;
        }

        _defect.Add(metrics.TrackingSketch);
        _gap.Add(metrics.StationaritySketch);
    }

    /// <summary>The network after the round.</summary>
    /// <param name="before">Rounds that were done before this start of the run.</param>
    public NetworkRound ToRound(int before = 0) => new(
        Round,
        _seconds,
        _cost + (_penalty / Agents),
        _testCost.Over(Agents),
        _accuracy.Over(Agents),
        _disagreement,
        Defect(),
        _bytesSent,
        _suspendedLinks)
    {
        Before = before,
        AgentCount = Agents,
        Stationarity = _gap.NormOver(Agents) / Agents ?? (_stationarityAgents == Agents ? _stationarity : null),
    };

    private double? Defect() =>
        _gradientNorm > 0 ? _defect.NormOver(Agents) / _gradientNorm
        : _defect.NormOver(Agents) is null ? null
        : 0;
}
