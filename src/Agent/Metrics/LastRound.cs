namespace Murmuration.Agent.Metrics;

/// <summary>Remembers the last round reported, −1 before the first.</summary>
internal sealed class LastRound : IMetricsSink
{
    public int Round { get; private set; } = -1;

    public void OnRound(RoundMetrics metrics) => Round = metrics.Round;

    public void OnEnd(AgentSummary summary)
    {
        // An end is no round.
    }
}
