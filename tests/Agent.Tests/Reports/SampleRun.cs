using Murmuration.Agent.Configuration;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Reports;
using Murmuration.Agent.Reports.Findings;
using Murmuration.Agent.Reports.Runs;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Tests.Reports;

/// <summary>An output folder as a run leaves it, made up.</summary>
internal sealed record SampleRun
{
    /// <summary>Ids of the agents.</summary>
    public IReadOnlyList<string> Agents { get; init; } = ["a0", "a1", "a2"];

    /// <summary>Rounds done.</summary>
    public int Rounds { get; init; } = 40;

    /// <summary>Changes what an agent reports of a round.</summary>
    public Func<RoundMetrics, RoundMetrics> Change { get; init; } = static metrics => metrics;

    /// <summary>Agents that leave no end.</summary>
    public IReadOnlyList<string> Killed { get; init; } = [];

    /// <summary>The links of each round of the period.</summary>
    public int Period { get; init; } = 1;

    /// <summary>Writes it, and gives the folder back.</summary>
    public string WriteTo(string folder)
    {
        var run = new RunOptions { Name = "sample", Rounds = Rounds };
        var origin = RunOrigin.Here("made-up rows", "dense(2,2)", 6, 1, TimeProvider.System);
        RunFolder.Note(folder, run, Schedule(), origin);
        foreach (var (index, id) in Agents.Index())
        {
            Write(folder, index, id);
        }

        return folder;
    }

    /// <summary>Leaves what an agent found on its test rows: the first class is now and then taken for the
    /// second.</summary>
    public static void WriteFindings(string folder, string id, params string[] classes)
    {
        var confusion = classes.Select((_, truth) => classes.Select((_, taken) =>
            truth == taken ? 20 - truth : truth == 0 && taken == 1 ? 3 : 0).ToArray()).ToArray();
        var pixels = Enumerable.Range(0, 64).Select(k => (byte)(4 * k)).ToArray();
        WorstSample[] worst = [new(17, 0, 1, 0.01, 4.6, pixels), new(3, 1, 1, 0.52, 0.65, pixels)];
        var findings = new TestFindings(classes, confusion, worst, Width: 8, Height: 8, Channels: 1);
        FindingsFile.Write(Path.Combine(folder, id), findings);
    }

    /// <summary>A ring; in round k of a period the k-th link is missing.</summary>
    public TopologySchedule Schedule()
    {
        var agents = Agents.Select((id, k) => new AgentAddress(id, "127.0.0.1", 7700 + k)).ToList();
        var ring = Enumerable.Range(0, Agents.Count).Select(k => new Link(k, (k + 1) % Agents.Count)).ToList();
        return TopologySchedule.Periodic("sample ring", agents, Period == 1
            ? [ring]
            : [.. Enumerable.Range(0, Period).Select(round => ring.Where((_, k) => k != round % ring.Count).ToList())]);
    }

    private void Write(string folder, int index, string id)
    {
        using var sink = JsonLinesSink.ForAgent(folder, id);
        for (var round = 0; round <= Rounds; round++)
        {
            sink.OnRound(Change(Report(index, id, round)));
        }

        if (!Killed.Contains(id))
        {
            sink.OnEnd(new(id, Rounds, Stopped: false, null, null, 0.9, 0.1));
        }
    }

    private RoundMetrics Report(int index, string id, int round) => new()
    {
        Agent = id,
        Round = round,
        Seconds = 0.5 * round,
        Cost = (1.0 + (0.1 * index)) / (round + 1) / Agents.Count,
        Penalty = 0.001,
        TestCost = 1.5 / (round + 1),
        TestAccuracy = 1 - (0.8 / (round + 1)) - (0.001 * index),
        Disagreement = round == 0 ? 0 : 0.3 / (round * round),
        GradientNorm = 1.0 / (round + 1),
        TrackingSketch = [.. Enumerable.Range(0, TrackingSketch.BucketCount).Select(k => 1e-9 * (k - index))],
        Stationarity = 2.0 / (round + 1),
        SecondsComputing = 0.1 * (1 + index),
        SecondsWaiting = 0.3,
        BytesSent = 1000L * round,
        BytesReceived = 1000L * round,
        Links =
        [
            new((index + 1) % Agents.Count, LinkState.Up, 500L * round, 500L * round, 0.0004),
            new((index + Agents.Count - 1) % Agents.Count, LinkState.Up, 500L * round, 500L * round, 0.0006),
        ],
    };
}
