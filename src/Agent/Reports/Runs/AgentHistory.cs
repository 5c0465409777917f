using Murmuration.Agent.Metrics;

namespace Murmuration.Agent.Reports.Runs;

/// <summary>
/// What one agent's metrics file says, line by line. Counters begin anew with every start of an agent; here they go on.
/// </summary>
/// <param name="agentCount">Number of agents of the whole network.</param>
/// <param name="most">Most points of each series.</param>
internal sealed class AgentHistory(int agentCount, int most) : IMetricsSink
{
    private readonly ThinnedSeries<AgentPoint> _rounds = new(most, static point => point.Round);
    private readonly ThinnedSeries<AgentPoint> _evaluated = new(most, static point => point.Round);
    private RoundMetrics? _before;
    private RoundMetrics? _lastEvaluated;
    private RoundMetrics? _lastSketched;
    private double _computing;
    private double _waiting;
    private int _timed;

    /// <summary>Id of the agent, null before the first line.</summary>
    public string? Id => Last?.Agent ?? End?.Agent;

    /// <summary>The first round that it has reported.</summary>
    public int FirstRound { get; private set; } = -1;

    /// <summary>Its last report.</summary>
    public RoundMetrics? Last { get; private set; }

    /// <summary>How it ended.</summary>
    public AgentSummary? End { get; private set; }

    /// <summary>Called with every report, its counters going on over all starts.</summary>
    public Action<RoundMetrics> Reported { get; init; } = static _ => { };

    public void OnRound(RoundMetrics metrics)
    {
        if (metrics.Round < 0)
        {
            return;
        }

        if (Last is not null && metrics.Seconds + (_before?.Seconds ?? 0) < Last.Seconds)
        {
            _before = Last;
        }

        metrics = GoingOn(metrics, _before);
        FirstRound = FirstRound < 0 ? metrics.Round : FirstRound;
        (Last, End) = (metrics, null);
        _lastSketched = metrics.Stationarity is null ? _lastSketched : metrics;
        NoteTimes(metrics);
        var point = AgentPoint.Of(metrics, agentCount);
        _rounds.Add(point);
        if (metrics.TestCost is not null)
        {
            _lastEvaluated = metrics;
            _evaluated.Add(point);
        }

        Reported(metrics);
    }

    public void OnEnd(AgentSummary summary) => End = summary;

    /// <summary>All that the file says.</summary>
    /// <param name="id">Id of the agent.</param>
    /// <param name="index">Its place among all agents.</param>
    /// <param name="farthest">The farthest round of any agent.</param>
    public AgentOverview ToOverview(string id, int index, int farthest)
    {
        var (standing, text) = Judge(farthest);
        return new()
        {
            Id = id,
            Index = index,
            Standing = standing,
            StandingText = text,
            Totals = Last is null
                ? null
                : AgentTotals.Of(
                    Last,
                    _lastEvaluated,
                    _lastSketched,
                    _computing / Math.Max(1, _timed),
                    _waiting / Math.Max(1, _timed),
                    agentCount),
            End = End,
            Rounds = _rounds.Points,
            Evaluated = _evaluated.Points,
            Links = Last?.Links ?? [],
        };
    }

    private (Standing Standing, string Text) Judge(int farthest) => (Last, End) switch
    {
        (null, null) => (Standing.Unknown, "has not begun"),
        (_, { Stopped: false }) => (Standing.Done, "done"),
        (_, { } end) when end.Rounds >= farthest => (Standing.Done, "stopped with all others"),
        (_, { } end) => (Standing.Departed, $"ended after round {end.Rounds}"),
        _ => (Standing.Lost, "no end: killed, or still at work"),
    };

    /// <summary>The first report of a start has no round behind it.</summary>
    private void NoteTimes(RoundMetrics metrics)
    {
        if (metrics.Round > FirstRound)
        {
            _timed++;
            _computing += metrics.SecondsComputing;
            _waiting += metrics.SecondsWaiting;
        }
    }

    private static RoundMetrics GoingOn(RoundMetrics metrics, RoundMetrics? before) => before is null
        ? metrics
        : metrics with
        {
            Seconds = before.Seconds + metrics.Seconds,
            BytesSent = before.BytesSent + metrics.BytesSent,
            BytesReceived = before.BytesReceived + metrics.BytesReceived,
            Suspended = before.Suspended + metrics.Suspended,
            Settled = before.Settled + metrics.Settled,
            Declined = before.Declined + metrics.Declined,
            Epochs = before.Epochs + metrics.Epochs,
            Skipped = before.Skipped + metrics.Skipped,
        };
}
