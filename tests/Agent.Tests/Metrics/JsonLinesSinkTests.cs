using Murmuration.Agent.Metrics;
using Murmuration.Agent.Tests.Telemetry;
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
        using (var sink = new JsonLinesSink(File.OpenWrite(full), TimeSpan.Zero, TimeProvider.System, warnings.Add))
        {
            for (var round = 0; round < 3; round++)
            {
                sink.OnRound(new() { Agent = "a0", Round = round, Seconds = 1, Cost = 2, Penalty = 0 });
            }
        }

        Assert.StartsWith("no more lines of metrics: ", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_after_a_pause_is_written_at_once_and_those_close_behind_it_together()
    {
        var time = new SteppedTime();
        using var stream = new MemoryStream();
        using var sink = new JsonLinesSink(stream, TimeSpan.FromDays(1), time);
        int LinesAfter(int round)
        {
            sink.OnRound(new() { Agent = "a0", Round = round, Seconds = 1, Cost = 2, Penalty = 0 });
            return stream.ToArray().Count(one => one == '\n');
        }

        Assert.Equal(1, LinesAfter(0));
        Assert.Equal(1, LinesAfter(1));
        Assert.Equal(1, LinesAfter(2));
        time.Advance(86_400);
        Assert.Equal(4, LinesAfter(3));
        Assert.Equal(4, LinesAfter(4));
        sink.OnEnd(new("a0", 4, Stopped: true, null, null, null, null));
        Assert.Equal(6, stream.ToArray().Count(one => one == '\n'));
        Assert.Equal(6, LinesAfter(5));
        sink.Dispose();
        Assert.Equal(7, stream.ToArray().Count(one => one == '\n'));
    }

    [Fact]
    public void Lines_kept_back_are_written_when_nothing_follows_them()
    {
        using var stream = new CountedStream();
        using var sink = new JsonLinesSink(stream, TimeSpan.FromMilliseconds(1), new SteppedTime());
        sink.OnRound(new() { Agent = "a0", Round = 0, Seconds = 1, Cost = 2, Penalty = 0 });
        Assert.Equal(1, stream.Await());
        sink.OnRound(new() { Agent = "a0", Round = 1, Seconds = 1, Cost = 2, Penalty = 0 });
        Assert.Equal(2, stream.Await());
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

    /// <summary>Counts writes, and lets a test wait for the next.</summary>
    private sealed class CountedStream : MemoryStream
    {
        private readonly SemaphoreSlim _writes = new(0);
        private int _count;

        public int Await()
        {
            _writes.Wait();
            return ++_count;
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            base.Write(buffer);
            _writes.Release();
        }

        protected override void Dispose(bool disposing)
        {
            _writes.Dispose();
            base.Dispose(disposing);
        }
    }
}
