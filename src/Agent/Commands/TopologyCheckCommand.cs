using System.CommandLine;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Metrics;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Commands;

/// <summary><c>murmur topology check</c>: what a schedule is like.</summary>
internal static class TopologyCheckCommand
{
    /// <summary>An estimate and a tracker, as algorithms with gradient tracking send them.</summary>
    private const int Vectors = 2;

    private static readonly Argument<string> File = TopologyCommand.File();

    private static readonly Option<int?> ModelWeights = new("--model-weights")
    {
        Description = "Weights of a model: also say how many bytes an agent sends in a round.",
        HelpName = "N",
        Validators = { CommonOptions.Range("--model-weights", 1, int.MaxValue) },
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object." };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command(
            "check", "Loads a topology file with all checks and says how fast it lets agents agree.")
        {
            File, ModelWeights, Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static void Run(ParseResult parsed)
    {
        var schedule = ShippedFiles.LoadTopology(parsed.GetValue(File)!);
        var report = new TopologyReport(schedule);
        var bytes = (long?)parsed.GetValue(ModelWeights) * Vectors * sizeof(float);
        if (parsed.GetValue(Json))
        {
            Console.WriteLine(MetricsFormat.ToLine(Summary(schedule, report, bytes)));
            return;
        }

        Console.WriteLine(report);
        if (bytes is { } one)
        {
            Console.WriteLine(
                $"bytes per round     an agent sends {one * report.MeanDegree / 1e6:0.###} MB on average, "
                + $"{one * report.LargestDegree / 1e6:0.###} MB at most, as an estimate and a tracker in float32");
        }
    }

    private static object Summary(TopologySchedule schedule, TopologyReport report, long? bytes) => new
    {
        schedule.Name,
        Agents = schedule.Agents.Count,
        schedule.Directed,
        schedule.Weights,
        schedule.Period,
        schedule.Fingerprint,
        report.FewestLinks,
        report.MostLinks,
        report.MeanDegree,
        report.LargestDegree,
        report.FewestNeighbours,
        report.MostNeighbours,
        report.Diameter,
        report.MeanDistance,
        report.JointlyConnectedOver,
        report.CutAgents,
        report.CutLinkCount,
        report.WindowRounds,
        report.SpectralGap,
        report.LeftAtWorst,
        report.SmallestEigenvalue,
        report.RoundsToTenth,
        report.RoundsToAgree,
        BytesPerMessage = bytes,
        MeanBytesSent = bytes * report.MeanDegree,
        MostBytesSent = bytes * report.LargestDegree,
        schedule.Notices,
        report.Advice,
    };
}
