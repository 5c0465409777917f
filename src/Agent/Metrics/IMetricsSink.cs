namespace Murmuration.Agent.Metrics;

/// <summary>Takes what the agents of this process report; safe to call from several threads.</summary>
internal interface IMetricsSink
{
    /// <summary>An agent has finished a round.</summary>
    void OnRound(RoundMetrics metrics);

    /// <summary>An agent has ended.</summary>
    void OnEnd(AgentSummary summary);
}
