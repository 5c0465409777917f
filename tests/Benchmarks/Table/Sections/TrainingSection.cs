using System.Globalization;

namespace Murmuration.Benchmarks.Table.Sections;

/// <summary>
/// Time and bytes until every one of 8 agents on a ring has 97 % on MNIST with a 784-300-10 network, and which
/// algorithm is there first at which bandwidth.
/// </summary>
internal sealed class TrainingSection : ISection
{
    private const double Target = 0.97;
    private const double SlowLink = 100;

    /// <summary>Mbit/s from each agent.</summary>
    private static readonly double[] Bandwidths = [10_000, 1000, 300, 100, 30, 10, 3, 1];

    /// <summary>Splits with our run files and the peers' settings: the fastest of those tried.</summary>
    private static readonly Split[] Splits =
    [
        new(
            "label", "sorted by label", 0.5, 0.2,
            ["by-label-led-10", "by-label-led-40", "by-label-k-gt", "by-label-gradient-tracking"],
            [new("tracking", 128, 1.2)]),
        new(
            "even", "dealt evenly", 1, null, ["even-local-sgd", "even-decentralized-sgd"],
            [new("dsgd", 64, 0.6), new("tracking", 64, 1.0)]),
    ];

    public string Name => "training";

    public string Title =>
        "Training: until every one of 8 agents on a ring has 97 % on MNIST, a process each, 784-300-10";

    public void Measure(BenchmarkTable table)
    {
        var data = Environment.GetEnvironmentVariable("MURMURATION_DATA");
        if (data is null || !Directory.Exists(Path.Combine(data, "mnist")))
        {
            table.Skip("all rows", "MURMURATION_DATA does not name a folder with mnist/");
        }
        else if (MurmurProgram.Find() is not { } program)
        {
            table.Skip("all rows", "the program is not built; scripts/build.sh builds it");
        }
        else
        {
            var own = new OwnTraining(program, data, Target);
            var peer = new PeerTraining(Path.Combine(data, "mnist"), Target);
            var crossovers = Splits.Select(split => Measure(table, split, own, peer)).ToArray();
            foreach (var (split, (ours, peers)) in Splits.Zip(crossovers))
            {
                SayCrossover(table, split, ours, peers);
            }
        }
    }

    private static (TrainingTime[] Own, TrainingTime[] Peers) Measure(
        BenchmarkTable table, Split split, OwnTraining own, PeerTraining peer)
    {
        var ours = split.Runs.Select(run => Told(table, own.Run(run, out var reason), run, reason))
            .OfType<TrainingTime>().ToArray();
        var peers = split.Peers.SelectMany(setting => ((string[])["gloo", "bluefog"]).Select(links => Told(
                table, peer.Run(links, setting.Algorithm, split.Name, setting.Batch, setting.Step, out var reason),
                $"{setting.Algorithm} over {links}", reason)))
            .OfType<TrainingTime>().ToArray();
        if (ours.Length > 0)
        {
            Add(table, $"{split.Title}, loopback", "s", Goal.AtMost(split.TimeGoal), ours, peers, time => time.Seconds);
            Add(
                table, $"{split.Title}, {SlowLink} Mbit/s from each agent", "s", Goal.AtMost(0.5), ours, peers,
                time => time.At(SlowLink));
            // The bytes of whoever was fastest on loopback, ours as the peers'.
            Add(
                table, $"{split.Title}, sent by each agent", "MB",
                split.ByteGoal is { } goal ? Goal.AtMost(goal) : null,
                [ours.MinBy(time => time.Seconds)!], peers.OrderBy(time => time.Seconds).Take(1).ToArray(),
                time => time.Bytes / 1e6);
        }

        return (ours, peers);
    }

    private static TrainingTime? Told(BenchmarkTable table, TrainingTime? time, string name, string reason)
    {
        if (time is null)
        {
            table.Skip(name, reason);
        }

        return time;
    }

    private static void Add(
        BenchmarkTable table,
        string what,
        string unit,
        Goal? goal,
        IReadOnlyList<TrainingTime> ours,
        IReadOnlyList<TrainingTime> peers,
        Func<TrainingTime, double> value)
    {
        var best = ours.MinBy(value)!;
        table.Add(
            $"{what} ({best.Name}, {best.Rounds} rounds)", unit, goal,
            [
                BenchmarkTable.Own(value(best)),
                .. peers.Select(peer => new Reading($"{peer.Name} ({peer.Rounds} rounds)", value(peer))),
            ]);
    }

    private static void SayCrossover(
        BenchmarkTable table, Split split, IReadOnlyList<TrainingTime> ours, IReadOnlyList<TrainingTime> peers)
    {
        TrainingTime[] all = [.. ours, .. peers];
        table.Say("");
        table.Say($"Seconds to 97 % by bandwidth, {split.Title}: those on loopback and those of the bytes.");
        table.Say("");
        table.Say($"| Mbit/s | {string.Join(" | ", all.Select(time => time.Name))} | first |");
        table.Say($"|---|{string.Concat(all.Select(_ => "---|"))}---|");
        foreach (var bandwidth in Bandwidths.Where(_ => all.Length > 0))
        {
            var times = all.Select(time => time.At(bandwidth).ToString("#,0.0", CultureInfo.InvariantCulture));
            var first = all.MinBy(time => time.At(bandwidth))!.Name;
            table.Say($"| {bandwidth:#,0} | {string.Join(" | ", times)} | {first} |");
        }
    }

    private sealed record Setting(string Algorithm, int Batch, double Step);

    private sealed record Split(
        string Name, string Title, double TimeGoal, double? ByteGoal, string[] Runs, Setting[] Peers);
}
