namespace Murmuration.Agent.Metrics;

/// <summary>Collects the reports of all agents of a run and tells when a round is complete.</summary>
internal sealed class NetworkMetrics(int agentCount, Action<NetworkRound> onRound) : IMetricsSink
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, List<RoundMetrics>> _open = [];
    private readonly SortedDictionary<string, AgentSummary> _ends = new(StringComparer.Ordinal);
    private int? _before;

    /// <summary>The last complete round.</summary>
    public NetworkRound? Last { get; private set; }

    /// <summary>The last complete round that evaluated the test set.</summary>
    public NetworkRound? LastEvaluated { get; private set; }

    /// <summary>How the agents ended, so far.</summary>
    public IReadOnlyList<AgentSummary> Ends
    {
        get
        {
            lock (_gate)
            {
                return [.. _ends.Values];
            }
        }
    }

    public void OnRound(RoundMetrics metrics)
    {
        lock (_gate)
        {
            if (!_open.TryGetValue(metrics.Round, out var reports))
            {
                _open[metrics.Round] = reports = [];
            }

            reports.Add(metrics);
            if (reports.Count == agentCount)
            {
                Complete(NetworkRound.Of(reports));
                ForgetUntil(metrics.Round);
            }
        }
    }

    public void OnEnd(AgentSummary summary)
    {
        lock (_gate)
        {
            _ends[summary.Agent] = summary;
        }
    }

    private void Complete(NetworkRound round)
    {
        _before ??= round.Round;
        Last = round with { Before = _before.Value };
        LastEvaluated = round.TestCost is null ? LastEvaluated : Last;
        onRound(Last);
    }

    /// <summary>A round that some agent has passed over never becomes complete.</summary>
    private void ForgetUntil(int round)
    {
        while (_open.Count > 0 && _open.Keys.First() <= round)
        {
            _open.Remove(_open.Keys.First());
        }
    }
}
