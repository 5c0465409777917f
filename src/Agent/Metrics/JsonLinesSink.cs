namespace Murmuration.Agent.Metrics;

/// <summary>Writes every report as a line, and flushes it, so that a reader follows the run.</summary>
internal sealed class JsonLinesSink(TextWriter writer) : IMetricsSink, IDisposable
{
    private readonly Lock _gate = new();

    /// <summary>
    /// Lines into the agent's file below the output folder; folders are made when missing. Of an earlier start, the
    /// lines up to the round that is resumed stay.
    /// </summary>
    /// <param name="output">The output folder.</param>
    /// <param name="agentId">The agent.</param>
    /// <param name="roundsBefore">Rounds that an earlier start has done, 0 for a new run.</param>
    public static JsonLinesSink ForAgent(string output, string agentId, int roundsBefore = 0)
    {
        var folder = Directory.CreateDirectory(Path.Combine(output, agentId));
        var path = Path.Combine(folder.FullName, "metrics.jsonl");
        if (roundsBefore > 0 && File.Exists(path))
        {
            File.WriteAllLines(path, [.. File.ReadLines(path).Where(line => IsOfRoundBefore(line, roundsBefore))]);
        }

        return new JsonLinesSink(new StreamWriter(path, append: roundsBefore > 0));
    }

    public void OnRound(RoundMetrics metrics) => Write(MetricsFormat.ToLine(metrics));

    public void OnEnd(AgentSummary summary) => Write(MetricsFormat.ToLine(summary));

    public void Dispose() => writer.Dispose();

    /// <summary>The resumed start reports its first state anew.</summary>
    private static bool IsOfRoundBefore(string line, int round)
    {
        var last = new LastRound();
        return MetricsFormat.TryRead(line, last) && last.Round >= 0 && last.Round < round;
    }

    private void Write(string line)
    {
        lock (_gate)
        {
            writer.WriteLine(line);
            writer.Flush();
        }
    }
}
