namespace Murmuration.Agent.Metrics;

/// <summary>
/// One agent's reports as that agent's view of the network: its cost scaled to everybody's, and no defect, which only
/// the sum over all agents shows.
/// </summary>
internal sealed class OwnShareSink(IMetricsSink sink, int agentCount) : IMetricsSink
{
    public void OnRound(RoundMetrics metrics) =>
        sink.OnRound(metrics with
        {
            Cost = agentCount * metrics.Cost, TrackingSketch = null, StationaritySketch = null,
        });

    public void OnEnd(AgentSummary summary) => sink.OnEnd(summary);
}
