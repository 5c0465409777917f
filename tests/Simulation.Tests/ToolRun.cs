using System.Diagnostics;
using System.Text;

namespace Murmuration.Simulation.Tests;

/// <summary>A program of this machine that runs to its end.</summary>
internal static class ToolRun
{
    /// <summary>How long a program may take, unless a test says otherwise.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>How long output may stay open after the end, by a child that lives on.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    /// <summary>Runs a program; null as its exit code means that it was killed because it took too long.</summary>
    public static Task<(int? ExitCode, string Output, string Errors)> RunAsync(
        string program, params string[] arguments) => RunAsync(new ProcessStartInfo(program, arguments), "", Patience);

    /// <summary>Runs what <paramref name="start"/> describes, with a text as standard input.</summary>
    public static async Task<(int? ExitCode, string Output, string Errors)> RunAsync(
        ProcessStartInfo start, string input, TimeSpan patience)
    {
        start.UseShellExecute = false;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var (output, errors) = (new StringBuilder(), new StringBuilder());
        var reading = Task.WhenAll(
            ReadAsync(process.StandardOutput, output), ReadAsync(process.StandardError, errors));
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(patience);
        int? exitCode = null;
        try
        {
            await process.WaitForExitAsync(limit.Token);
            exitCode = process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        await reading.WaitAsync(Rest).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return (exitCode, TextOf(output), TextOf(errors));
    }

    private static async Task ReadAsync(StreamReader reader, StringBuilder text)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (text)
            {
                text.Append(line).Append('\n');
            }
        }
    }

    private static string TextOf(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
