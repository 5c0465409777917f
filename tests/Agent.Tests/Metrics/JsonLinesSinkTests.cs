using Murmuration.Agent.Metrics;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Metrics;

/// <summary>The metrics of an agent that goes on follow those of its earlier start.</summary>
public sealed class JsonLinesSinkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Lines_beyond_the_resumed_round_and_the_end_are_dropped_and_new_ones_follow()
    {
        Write(roundsBefore: 0, 0, 1, 2, 3);
        Write(roundsBefore: 2, 2, 3, 4);
        Assert.Equal([0, 1, 2, 3, 4], Rounds());
        Write(roundsBefore: 0, 0, 1);
        Assert.Equal([0, 1], Rounds());
    }

    [Fact]
    public void A_full_disk_is_told_once_and_stops_nobody()
    {
        const string full = "/dev/full";
        Assert.SkipUnless(File.Exists(full), $"there is no {full}");
        var warnings = new List<string>();
        using (var sink = new JsonLinesSink(new StreamWriter(full), warnings.Add))
        {
            for (var round = 0; round < 3; round++)
            {
                sink.OnRound(new() { Agent = "a0", Round = round, Seconds = 1, Cost = 2, Penalty = 0 });
            }
        }

        Assert.StartsWith("no more lines of metrics: ", Assert.Single(warnings), StringComparison.Ordinal);
    }

    private void Write(int roundsBefore, params int[] rounds)
    {
        using var sink = JsonLinesSink.ForAgent(_folder.File("out"), "a0", roundsBefore);
        foreach (var round in rounds)
        {
            sink.OnRound(new() { Agent = "a0", Round = round, Seconds = 1, Cost = 2, Penalty = 0 });
        }

        sink.OnEnd(new("a0", rounds[^1], Stopped: true, null, null, null, null));
    }

    private List<int> Rounds()
    {
        var rounds = new List<int>();
        foreach (var line in File.ReadLines(Path.Combine(_folder.File("out"), "a0", "metrics.jsonl")))
        {
            var last = new LastRound();
            Assert.True(MetricsFormat.TryRead(line, last));
            rounds.Add(last.Round);
        }

        return [.. rounds.Where(round => round >= 0)];
    }
}
