namespace Murmuration.Agent.Metrics;

/// <summary>Writes every report as a line, and flushes it, so that a reader follows the run.</summary>
internal sealed class JsonLinesSink(TextWriter writer) : IMetricsSink, IDisposable
{
    private readonly Lock _gate = new();

    /// <summary>Lines into the agent's file below the output folder; folders are made when missing.</summary>
    public static JsonLinesSink ForAgent(string output, string agentId)
    {
        var folder = Directory.CreateDirectory(Path.Combine(output, agentId));
        return new JsonLinesSink(new StreamWriter(Path.Combine(folder.FullName, "metrics.jsonl"), append: false));
    }

    public void OnRound(RoundMetrics metrics) => Write(MetricsFormat.ToLine(metrics));

    public void OnEnd(AgentSummary summary) => Write(MetricsFormat.ToLine(summary));

    public void Dispose() => writer.Dispose();

    private void Write(string line)
    {
        lock (_gate)
        {
            writer.WriteLine(line);
            writer.Flush();
        }
    }
}
