namespace Murmuration.Agent.Metrics;

/// <summary>A sink together with the view behind it, which is closed when the run ends, and what is said after
/// that.</summary>
internal sealed class ViewSink(IMetricsSink sink, IDisposable? view, IMetricsSink? last = null)
    : IMetricsSink, IDisposable
{
    private AgentSummary? _summary;

    public void OnRound(RoundMetrics metrics) => sink.OnRound(metrics);

    public void OnEnd(AgentSummary summary)
    {
        sink.OnEnd(summary);
        _summary = summary;
    }

    public void Dispose()
    {
        (sink as IDisposable)?.Dispose();
        view?.Dispose();
        if (_summary is { } summary)
        {
            last?.OnEnd(summary);
        }
    }
}
