namespace Murmuration.Agent.Metrics;

/// <summary>Adds up the reports of all agents of a run and tells when a round is complete.</summary>
/// <remarks>Agents far from each other may be many rounds apart, so a round is kept as sums, not as reports.</remarks>
internal sealed class NetworkMetrics(int agentCount, Action<NetworkRound> onRound) : IMetricsSink
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, NetworkSum> _open = [];
    private readonly Stack<NetworkSum> _free = new();
    private readonly SortedDictionary<string, AgentSummary> _ends = new(StringComparer.Ordinal);
    private int _oldest = int.MaxValue;
    private int? _before;

    /// <summary>The last complete round.</summary>
    public NetworkRound? Last { get; private set; }

    /// <summary>The last complete round that evaluated the test set.</summary>
    public NetworkRound? LastEvaluated { get; private set; }

    /// <summary>The last complete round with figures from sketches.</summary>
    public NetworkRound? LastSketched { get; private set; }

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
            if (!_open.TryGetValue(metrics.Round, out var sum))
            {
                _open[metrics.Round] = sum = _free.TryPop(out var used) ? used : new();
                sum.Begin(metrics.Round);
                _oldest = Math.Min(_oldest, metrics.Round);
            }

            sum.Add(metrics);
            if (sum.Agents == agentCount)
            {
                Complete(sum);
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

    private void Complete(NetworkSum sum)
    {
        _before ??= sum.Round;
        Last = sum.ToRound(_before.Value);
        LastEvaluated = Last.TestCost is null ? LastEvaluated : Last;
        LastSketched = Last.HasSketches ? Last : LastSketched;
        onRound(Last);
    }

    /// <summary>A round that some agent has passed over never becomes complete.</summary>
    private void ForgetUntil(int round)
    {
        for (; _oldest <= round; _oldest++)
        {
            if (_open.Remove(_oldest, out var sum))
            {
                _free.Push(sum);
            }
        }
    }
}
