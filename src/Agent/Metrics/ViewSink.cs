namespace Murmuration.Agent.Metrics;

/// <summary>A sink together with the view behind it, which is closed when the run ends.</summary>
internal sealed class ViewSink(IMetricsSink sink, IDisposable? view) : IMetricsSink, IDisposable
{
    public void OnRound(RoundMetrics metrics) => sink.OnRound(metrics);

    public void OnEnd(AgentSummary summary) => sink.OnEnd(summary);

    public void Dispose() => view?.Dispose();
}
