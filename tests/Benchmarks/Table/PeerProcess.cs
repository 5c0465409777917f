using System.Diagnostics;
using System.Globalization;

namespace Murmuration.Benchmarks.Table;

/// <summary>
/// A peer in a process of its own. It says "ready" and its version once it is set up; for every line it reads it does
/// its work once and answers with one line: numbers, the first of them seconds.
/// </summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process _process;

    private PeerProcess(Process process, string version) => (_process, Version) = (process, version);

    /// <summary>What the peer says of itself, for example "PyTorch 1.13".</summary>
    public string Version { get; }

    /// <summary>Starts a peer, or says why it cannot take part.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">Variables that it gets.</param>
    /// <param name="reason">Why there is none: what its last lines say.</param>
    public static PeerProcess? Start(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, out string reason)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            var process = Process.Start(start)!;
            var lastError = "it ended without a word";
            process.ErrorDataReceived += (_, line) =>
                lastError = string.IsNullOrWhiteSpace(line.Data) ? lastError : line.Data;
            process.BeginErrorReadLine();
            while (process.StandardOutput.ReadLine() is { } line)
            {
                if (line.StartsWith("ready ", StringComparison.Ordinal))
                {
                    reason = "";
                    return new PeerProcess(process, line["ready ".Length..]);
                }
            }

            process.WaitForExit();
            process.Dispose();
            reason = lastError;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            reason = error.Message;
        }

        return null;
    }

    /// <summary>One of the scripts beside this program, which it carries in its folder Peers.</summary>
    public static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Peers", name);

    /// <summary>The peer as a contender that always gets the same line.</summary>
    public Contender As(string name, string line) => new(name, () => Ask(line)[0]);

    /// <summary>Sends a line and reads the numbers of the answer.</summary>
    /// <exception cref="InvalidOperationException">The peer ended.</exception>
    public double[] Ask(string line)
    {
        Send(line);
        return Receive(line);
    }

    /// <summary>Sends a line, for peers that work at the same time.</summary>
    public void Send(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <summary>Reads the numbers of the answer to a line.</summary>
    /// <exception cref="InvalidOperationException">The peer ended.</exception>
    public double[] Receive(string line)
    {
        var answer = _process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException($"the peer {Version} ended when it was asked for '{line}'");
        return [.. answer.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
    }

    /// <summary>Ends the peer: its input closes; who does not go is ended.</summary>
    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
