namespace Murmuration.Agent.Metrics;

/// <summary>Writes every report as a line, and flushes it, so that a reader follows the run.</summary>
/// <param name="writer">Takes the lines.</param>
/// <param name="warn">Is told once why no more lines come; without it a writer that fails ends the run.</param>
internal sealed class JsonLinesSink(TextWriter writer, Action<string>? warn = null) : IMetricsSink, IDisposable
{
    private readonly Lock _gate = new();
    private bool _isBroken;

    /// <summary>
    /// Lines into the agent's file below the output folder; folders are made when missing. Of an earlier start, the
    /// lines up to the round that is resumed stay.
    /// </summary>
    /// <param name="output">The output folder.</param>
    /// <param name="agentId">The agent.</param>
    /// <param name="roundsBefore">Rounds that an earlier start has done, 0 for a new run.</param>
    /// <param name="warn">Is told when the file takes no more lines: a full disk is no reason to stop training.</param>
    public static JsonLinesSink ForAgent(
        string output, string agentId, int roundsBefore = 0, Action<string>? warn = null)
    {
        var folder = Directory.CreateDirectory(Path.Combine(output, agentId));
        var path = Path.Combine(folder.FullName, "metrics.jsonl");
        if (roundsBefore > 0 && File.Exists(path))
        {
            var kept = path + ".new";
            File.WriteAllLines(kept, File.ReadLines(path).Where(line => IsOfRoundBefore(line, roundsBefore)));
            File.Move(kept, path, overwrite: true);
        }

        return new JsonLinesSink(new StreamWriter(path, append: roundsBefore > 0), warn);
    }

    public void OnRound(RoundMetrics metrics) => Write(MetricsFormat.ToLine(metrics));

    public void OnEnd(AgentSummary summary) => Write(MetricsFormat.ToLine(summary));

    public void Dispose()
    {
        try
        {
            writer.Dispose();
        }
        catch (IOException) when (_isBroken)
        {
            // What could not be written has been told.
        }
    }

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
            if (_isBroken)
            {
                return;
            }

            try
            {
                writer.WriteLine(line);
                writer.Flush();
            }
            catch (IOException e) when (warn is not null)
            {
                _isBroken = true;
                warn($"no more lines of metrics: {e.Message}");
            }
        }
    }
}
