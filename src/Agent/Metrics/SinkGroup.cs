namespace Murmuration.Agent.Metrics;

/// <summary>Passes every report on to several sinks.</summary>
internal sealed class SinkGroup(params IMetricsSink[] sinks) : IMetricsSink
{
    public void OnRound(RoundMetrics metrics)
    {
        foreach (var sink in sinks)
        {
            sink.OnRound(metrics);
        }
    }

    public void OnEnd(AgentSummary summary)
    {
        foreach (var sink in sinks)
        {
            sink.OnEnd(summary);
        }
    }
}
