using System.Text.Json;

namespace Murmuration.Benchmarks.Table.Sections;

/// <summary>Run files of this repository, trained by daemons of this machine until every agent is there.</summary>
/// <param name="program">The program.</param>
/// <param name="data">The folder that run files name their data in.</param>
/// <param name="target">The accuracy that every agent is to reach.</param>
internal sealed class OwnTraining(MurmurProgram program, string data, double target)
{
    /// <summary>
    /// Trains twice: in one process to see after which round everybody is there, which a seed makes the same at any
    /// transport; then by a process per agent over TCP, up to that round and without looking in between.
    /// </summary>
    /// <param name="run">A file of the folder runs/mnist-to-97, without its extension.</param>
    /// <param name="reason">Why there is no result.</param>
    public TrainingTime? Run(string run, out string reason)
    {
        using var folder = new FleetFolder();
        var file = Path.Combine(MurmurProgram.Repository, "runs", "mnist-to-97", run + ".json");
        Simulate(file, folder["look"], "--transport", "memory");
        var reports = Reports(folder["look"]);
        var hit = reports.SelectMany(report => report).Where(report => report.Accuracy is not null)
            .GroupBy(report => report.Round).Where(round => round.Min(report => report.Accuracy) >= target)
            .Select(round => (int?)round.Key).Min();
        reason = $"not reached in {reports[0].Max(report => report.Round)} rounds";
        if (hit is not { } rounds)
        {
            return null;
        }

        Simulate(file, folder["time"], "--rounds", $"{rounds}", "--set", $"evaluateEvery={rounds}");
        var timed = Reports(folder["time"]);
        return new(
            run, rounds, timed.Max(agent => agent.Sum(report => report.Seconds)),
            timed.Max(agent => agent.Max(report => report.Bytes)));
    }

    private void Simulate(string run, string output, params string[] more) => program.Simulate(
        static _ => { }, ["--run", run, "--data-dir", data, "--output", output, .. more]);

    private static Report[][] Reports(string output) =>
    [
        .. Directory.EnumerateFiles(output, "metrics.jsonl", SearchOption.AllDirectories)
            .Select(file => File.ReadLines(file).Select(Report.Read).OfType<Report>().ToArray()),
    ];

    /// <summary>What matters of a line of metrics.</summary>
    /// <param name="Round">Rounds done.</param>
    /// <param name="Seconds">Computing and waiting in the last of them, evaluations not counted.</param>
    /// <param name="Bytes">Sent so far.</param>
    /// <param name="Accuracy">On the test rows, where they were looked at.</param>
    private sealed record Report(int Round, double Seconds, double Bytes, double? Accuracy)
    {
        public static Report? Read(string line)
        {
            using var report = JsonDocument.Parse(line);
            var root = report.RootElement;
            return root.TryGetProperty("round", out var round)
                ? new(
                    round.GetInt32(),
                    root.GetProperty("secondsComputing").GetDouble() + root.GetProperty("secondsWaiting").GetDouble(),
                    root.GetProperty("bytesSent").GetDouble(),
                    root.TryGetProperty("testAccuracy", out var accuracy) ? accuracy.GetDouble() : null)
                : null;
        }
    }
}
