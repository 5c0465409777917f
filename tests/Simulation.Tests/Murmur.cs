using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Murmuration.Simulation.Tests;

/// <summary>The program itself, as a user starts it.</summary>
internal sealed partial class Murmur : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly StringBuilder _errors = new();
    private readonly SemaphoreSlim _lines = new(0);
    private readonly Task _readingErrors;

    private Murmur(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _readingErrors = ReadErrorsAsync();
    }

    /// <summary>What it has written to standard error so far.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    /// <summary>Starts <c>murmur</c> with arguments.</summary>
    public static Murmur Start(params string[] arguments)
    {
        var name = OperatingSystem.IsWindows() ? "murmur.exe" : "murmur";
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, name), arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new Murmur(Process.Start(start)!);
    }

    /// <summary>Starts <c>murmur</c> and waits for its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var murmur = Start(arguments);
        return await murmur.EndAsync();
    }

    /// <summary>Waits for the end of the process.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        var output = await _output;
        await _readingErrors;
        return (_process.ExitCode, output, Errors);
    }

    /// <summary>Waits until standard error contains a text.</summary>
    public async Task WaitForAsync(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!Errors.Contains(text, StringComparison.Ordinal))
        {
            Assert.False(_process.HasExited && _readingErrors.IsCompleted, $"ended without saying '{text}': {Errors}");
            await _lines.WaitAsync(patience.Token);
        }
    }

    /// <summary>Sends SIGTERM.</summary>
    /// <summary>Sends SIGTERM.</summary>
    public void Terminate() => Signal(15);

    /// <summary>Sends a signal.</summary>
    public void Signal(int signal) => Assert.Equal(0, Kill(_process.Id, signal));

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
        _lines.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    private async Task ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_errors)
            {
                _errors.AppendLine(line);
            }

            _lines.Release();
        }

        _lines.Release();
    }
}
