using System.Diagnostics;
using Murmuration.Agent.Commands;
using Murmuration.Agent.Control;
using Murmuration.Agent.Metrics;

namespace Murmuration.Agent.Simulation;

/// <summary>A <c>murmur agent</c> process started by the simulation.</summary>
internal sealed class Daemon : IAsyncDisposable
{
    private readonly string _id;
    private readonly Process _process;
    private readonly string _logPath;
    private readonly TextWriter _log;
    private readonly Task _output;
    private readonly Task _errors;
    private string _lastError = "no message";

    private Daemon(string id, Process process, string logPath, IMetricsSink sink)
    {
        _id = id;
        _process = process;
        Directory.CreateDirectory(Path.GetDirectoryName(logPath)!);
        _logPath = logPath;
        _log = TextWriter.Synchronized(new StreamWriter(logPath) { AutoFlush = true });
        _output = ReadOutputAsync(sink);
        _errors = ReadErrorsAsync();
    }

    /// <summary>Starts this program again as an agent.</summary>
    public static Daemon Start(string id, IEnumerable<string> arguments, string logPath, IMetricsSink sink)
    {
        var start = ThisProgram.Again();
        ForgetEnvironment(start);
        start.UseShellExecute = false;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)
            ?? throw new SimulationException($"agent {id}: the process could not be started");
        return new Daemon(id, process, logPath, sink);
    }

    /// <summary>Whether the process still runs.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>Asks the daemon, and by it all others, to stop after the same round.</summary>
    public void StopAll() => Tell(StopAllBy);

    /// <summary>Asks the daemon to end with its round.</summary>
    public void RequestEnd() => Tell(input => input.Close());

    /// <summary>Waits for the end of the process.</summary>
    /// <param name="giveUp">Kills it.</param>
    /// <exception cref="SimulationException">It ended with an error, which the message repeats.</exception>
    public async Task WaitAsync(CancellationToken giveUp)
    {
        try
        {
            await _process.WaitForExitAsync(giveUp);
        }
        catch (OperationCanceledException e)
        {
            _process.Kill();
            throw new SimulationException($"agent {_id} did not end in time and was killed; its log: {_logPath}", e);
        }

        await Task.WhenAll(_output, _errors);
        if (_process.ExitCode != 0)
        {
            throw new SimulationException(
                $"agent {_id} ended with code {_process.ExitCode}: {_lastError}; its log: {_logPath}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await Task.WhenAll(_output, _errors);
        await _log.DisposeAsync();
        _process.Dispose();
    }

    /// <summary>The run file already holds what the environment said; it must not be said twice.</summary>
    private static void ForgetEnvironment(ProcessStartInfo start)
    {
        var ours = start.Environment.Keys.Where(name => name.StartsWith("MURMURATION", StringComparison.Ordinal));
        foreach (var name in ours.ToList())
        {
            start.Environment.Remove(name);
        }
    }

    private static void StopAllBy(StreamWriter input)
    {
        input.WriteLine(ControlDesk.Stop);
        input.Flush();
    }

    /// <summary>One that has ended meanwhile needs no telling.</summary>
    private void Tell(Action<StreamWriter> tell)
    {
        try
        {
            tell(_process.StandardInput);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            _log.WriteLine($"the daemon has ended before it could be told: {e.Message}");
        }
    }

    private async Task ReadOutputAsync(IMetricsSink sink)
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!MetricsFormat.TryRead(line, sink))
            {
                await _log.WriteLineAsync(line);
            }
        }
    }

    private async Task ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            _lastError = line.StartsWith(CommandErrors.Prefix, StringComparison.Ordinal)
                ? line[CommandErrors.Prefix.Length..]
                : _lastError;
            await _log.WriteLineAsync(line);
        }
    }
}
