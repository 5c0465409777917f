using System.Buffers;
using System.Text.Json;

namespace Murmuration.Agent.Metrics;

/// <summary>
/// Writes every report as a line. Lines of rounds that follow each other quickly are kept back for a moment and written
/// together, so that a reader follows the run, and a process that is killed loses the lines of that moment at most.
/// </summary>
internal sealed class JsonLinesSink : IMetricsSink, IDisposable
{
    /// <summary>How long lines in a file may be kept back.</summary>
    public static readonly TimeSpan FileDelay = TimeSpan.FromSeconds(1);

    /// <summary>How long lines to a program that follows the run may be kept back.</summary>
    public static readonly TimeSpan PipeDelay = TimeSpan.FromMilliseconds(200);

    /// <summary>So much is never kept back: a dozen lines and more in one call of the system make its cost small, and
    /// with the next line they fit into 16 KiB, to which the memory for them grows by doubling.</summary>
    private const int MostBytes = 11_000;

    private readonly Stream _stream;
    private readonly TimeSpan _delay;
    private readonly TimeProvider _time;
    private readonly Action<string>? _warn;
    private readonly Lock _gate = new();
    private readonly ArrayBufferWriter<byte> _lines = new();
    private readonly Utf8JsonWriter _json;
    private readonly ITimer _timer;
    private IOException? _failure;
    private long? _writtenAt;
    private bool _isTimed;

    /// <summary>Makes a sink.</summary>
    /// <param name="stream">Takes the lines.</param>
    /// <param name="delay">How long lines may be kept back.</param>
    /// <param name="time">The clock.</param>
    /// <param name="warn">Is told once why no more lines come; without it a stream that fails ends the run.</param>
    public JsonLinesSink(Stream stream, TimeSpan delay, TimeProvider time, Action<string>? warn = null)
    {
        (_stream, _delay, _time, _warn) = (stream, delay, time, warn);
        // Nothing here is wrong JSON, whatever the writer would look for.
        _json = new(_lines, new JsonWriterOptions { SkipValidation = true });
        _timer = time.CreateTimer(
            static sink => ((JsonLinesSink)sink!).OnDelayed(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Lines into the agent's file below the output folder; folders are made when missing. Of an earlier start, the
    /// lines up to the round that is resumed stay.
    /// </summary>
    /// <param name="output">The output folder.</param>
    /// <param name="agentId">The agent.</param>
    /// <param name="roundsBefore">Rounds that an earlier start has done, 0 for a new run.</param>
    /// <param name="time">The clock; the system's by default.</param>
    /// <param name="warn">Is told when the file takes no more lines: a full disk is no reason to stop training.</param>
    public static JsonLinesSink ForAgent(
        string output, string agentId, int roundsBefore = 0, TimeProvider? time = null, Action<string>? warn = null)
    {
        var folder = Directory.CreateDirectory(Path.Combine(output, agentId));
        var path = Path.Combine(folder.FullName, "metrics.jsonl");
        if (roundsBefore > 0 && File.Exists(path))
        {
            var kept = path + ".new";
            File.WriteAllLines(kept, File.ReadLines(path).Where(line => IsOfRoundBefore(line, roundsBefore)));
            File.Move(kept, path, overwrite: true);
        }

        var mode = roundsBefore > 0 ? FileMode.Append : FileMode.Create;
        // The sink has a buffer of its own.
        var file = new FileStream(path, mode, FileAccess.Write, FileShare.Read, bufferSize: 0);
        return new JsonLinesSink(file, FileDelay, time ?? TimeProvider.System, warn);
    }

    public void OnRound(RoundMetrics metrics)
    {
        lock (_gate)
        {
            MetricsJson.Write(_json, metrics);
            EndLine();
            WriteWhenDue();
        }
    }

    public void OnEnd(AgentSummary summary)
    {
        lock (_gate)
        {
            JsonSerializer.Serialize(_json, summary, MetricsFormat.Options);
            EndLine();
            Write();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            Write();
            _timer.Dispose();
            _json.Dispose();
            try
            {
                _stream.Dispose();
            }
            catch (IOException) when (_failure is not null)
            {
                // What could not be written has been told.
            }
        }
    }

    /// <summary>The resumed start reports its first state anew.</summary>
    private static bool IsOfRoundBefore(string line, int round)
    {
        var last = new LastRound();
        return MetricsFormat.TryRead(line, last) && last.Round >= 0 && last.Round < round;
    }

    private void EndLine()
    {
        _json.Flush();
        _json.Reset();
        _lines.Write("\n"u8);
    }

    /// <summary>A line after a pause goes out at once, those that follow it closely in groups.</summary>
    private void WriteWhenDue()
    {
        if (_lines.WrittenCount >= MostBytes || _writtenAt is not { } at || _time.GetElapsedTime(at) >= _delay)
        {
            Write();
        }
        else if (!_isTimed)
        {
            _isTimed = true;
            _timer.Change(_delay, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnDelayed()
    {
        lock (_gate)
        {
            _isTimed = false;
            Write(isInBackground: true);
        }
    }

    private void Write(bool isInBackground = false)
    {
        if (_lines.WrittenCount == 0)
        {
            return;
        }

        try
        {
            if (_failure is null)
            {
                _stream.Write(_lines.WrittenSpan);
                _stream.Flush();
                _writtenAt = _time.GetTimestamp();
            }
            else if (_warn is null)
            {
                throw _failure;
            }
        }
        catch (IOException e) when (_failure is null && (_warn is not null || isInBackground))
        {
            _failure = e;
            _warn?.Invoke($"no more lines of metrics: {e.Message}");
        }
        finally
        {
            _lines.ResetWrittenCount();
        }
    }
}
