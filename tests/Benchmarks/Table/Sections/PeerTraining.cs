using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Murmuration.Benchmarks.Table.Sections;

/// <summary>The same network trained with PyTorch by 8 processes over a peer's links.</summary>
/// <param name="data">The folder with the four files of MNIST.</param>
/// <param name="target">The accuracy that every agent is to reach.</param>
internal sealed class PeerTraining(string data, double target)
{
    /// <summary>Some peers hang now and then.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(100);

    private static readonly string[] Launch =
    [
        "-np", "8", "--oversubscribe", "--allow-run-as-root", "--mca", "pml", "ob1", "--mca", "btl", "self,vader",
    ];

    /// <summary>Links that hung once are not waited for again.</summary>
    private readonly HashSet<string> _hanging = [];

    /// <summary>Trains, or says why it cannot.</summary>
    /// <param name="links">gloo, bluefog or mpi.</param>
    /// <param name="algorithm">dsgd or tracking.</param>
    /// <param name="split">label or even.</param>
    /// <param name="batch">Rows of a step.</param>
    /// <param name="step">Step size.</param>
    /// <param name="reason">Why there is no result.</param>
    public TrainingTime? Run(
        string links, string algorithm, string split, int batch, double step, out string reason)
    {
        if (_hanging.Contains(links))
        {
            reason = $"{links} did not end before";
            return null;
        }

        var python = Environment.GetEnvironmentVariable("PEER_PYTHON") ?? "python3";
        string[] options =
        [
            "--data", data, "--links", links, "--algorithm", algorithm, "--split", split, "--batch", $"{batch}",
            "--step", step.ToString(CultureInfo.InvariantCulture), "--rounds", "2000", "--every", "25",
            "--target", target.ToString(CultureInfo.InvariantCulture),
        ];
        var start = new ProcessStartInfo("mpirun", [.. Launch, python, PeerProcess.Script("training.py"), .. options])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OMP_NUM_THREADS"] = "1";
        try
        {
            using var process = Process.Start(start)!;
            return Train(process, links, algorithm, out reason);
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            reason = $"mpirun: {error.Message}";
            return null;
        }
    }

    private TrainingTime? Train(Process process, string links, string algorithm, out string reason)
    {
        var errors = process.StandardError.ReadToEndAsync();
        var answer = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            _hanging.Add(links);
            reason = $"no end within {Limit.TotalSeconds:0} s";
            return null;
        }

        reason = LastLine(errors.Result);
        return process.ExitCode == 0 ? Read($"{algorithm} over {links}", answer.Result, ref reason) : null;
    }

    private static TrainingTime? Read(string name, string answer, ref string reason)
    {
        using var result = JsonDocument.Parse(answer[answer.IndexOf('{', StringComparison.Ordinal)..]);
        var root = result.RootElement;
        var rounds = root.GetProperty("rounds").GetInt32();
        if (!root.GetProperty("reached").GetBoolean())
        {
            reason = $"not reached in {rounds} rounds: {root.GetProperty("worst").GetDouble():P1}";
            return null;
        }

        return new(name, rounds, root.GetProperty("seconds").GetDouble(), root.GetProperty("bytes").GetDouble());
    }

    private static string LastLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .LastOrDefault(line => line.Contains("Error", StringComparison.Ordinal)) ?? "it ended without a word";
}
