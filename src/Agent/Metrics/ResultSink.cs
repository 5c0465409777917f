namespace Murmuration.Agent.Metrics;

/// <summary>Says how an agent ended: a line for people, or one JSON object.</summary>
internal sealed class ResultSink(TextWriter writer, bool isJson) : IMetricsSink
{
    public void OnRound(RoundMetrics metrics)
    {
        // A round is no end.
    }

    public void OnEnd(AgentSummary summary) => writer.WriteLine(isJson ? MetricsFormat.ToLine(summary) : Text(summary));

    private static string Text(AgentSummary summary)
    {
        var best = summary.BestTestAccuracy is { } accuracy
            ? $", best test accuracy {ProgressText.Percent(accuracy)}"
            : summary.BestTestCost is { } cost ? $", lowest test cost {ProgressText.Number(cost)}" : "";
        var ended = summary.Stopped ? "stopped" : "done";
        return $"Agent '{summary.Agent}' {ended} after {summary.Rounds} rounds{best}; "
            + $"weights: {summary.Weights ?? "–"}";
    }
}
