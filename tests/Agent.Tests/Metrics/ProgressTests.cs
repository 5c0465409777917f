using Murmuration.Agent.Configuration;
using Murmuration.Agent.Metrics;
using Murmuration.Gossip.Topologies;
using Murmuration.Agent.Tests.Support;
using Murmuration.Testing;
using Spectre.Console;

namespace Murmuration.Agent.Tests.Metrics;

/// <summary>Progress as lines, as a picture, and how an agent says that it has ended.</summary>
public sealed class ProgressTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Lines_come_now_and_then_and_at_the_end_and_warnings_always()
    {
        using var lines = new StringWriter();
        using var warnings = new StringWriter();
        using (var progress = new LineProgress(lines, warnings, rounds: 100, TimeProvider.System))
        {
            progress.Warn("tau is small");
            for (var round = 0; round <= 100; round++)
            {
                progress.Show(RoundOf.All([Round("a", round)]));
            }
        }

        var shown = lines.ToString().TrimEnd().Split(Environment.NewLine);
        Assert.Equal(2, shown.Length);
        Assert.StartsWith("round 0/100   cost 0.25   test accuracy 50.00 % worst, 50.00 % mean", shown[0]);
        Assert.EndsWith("time left …", shown[0], StringComparison.Ordinal);
        Assert.EndsWith("time left 0 s", shown[1], StringComparison.Ordinal);
        Assert.Equal("warning: tau is small", warnings.ToString().TrimEnd());
    }

    [Fact]
    public void A_fleet_is_known_agent_by_agent_and_by_the_last_round_of_all()
    {
        var watch = Watch("a", "b", "c");
        Assert.Equal(0, watch.Now().Totals!.Members);
        foreach (var agent in new[] { "a", "b", "c" })
        {
            watch.OnRound(Round(agent, 4));
        }

        watch.Note(RoundOf.All([Round("a", 4), Round("b", 4), Round("c", 4)]));
        watch.OnRound(Round("b", 5) with { TestAccuracy = null, TestCost = null });
        watch.OnEnd(new("c", 4, Stopped: true, null, null, null, null));
        var now = watch.Now();
        Assert.Equal([4, 5, 4], now.Agents.Select(agent => agent.Round));
        Assert.Equal(["Present", "Present", "Away"], now.Agents.Select(agent => agent.Status));
        Assert.Equal((0.5, 0.25), (now.Agents[1].News!.Accuracy!.Value, now.Agents[1].News!.Cost!.Value));
        Assert.Equal((3, 4, 0.75), (now.Totals!.Members, now.Totals.Round, now.Totals.Cost!.Value));
    }

    [Fact]
    public void What_only_some_rounds_tell_is_shown_until_a_later_one_tells_it_anew()
    {
        var watch = Watch("a", "b");
        foreach (var (round, stationarity) in new[] { (4, 0.5), (5, null), (6, 0.25), (7, (double?)null) })
        {
            RoundMetrics[] reports =
            [
                .. new[] { "a", "b" }.Select(agent => Round(agent, round) with
                {
                    Stationarity = stationarity,
                    TestCost = round == 4 ? 1 : null,
                }),
            ];
            Array.ForEach(reports, watch.OnRound);
            watch.Note(RoundOf.All(reports));
            var (now, told) = (watch.Now(), round < 6 ? (0.5, 4) : (0.25, 6));
            Assert.All(now.Agents, agent => Assert.Equal(told.Item1, agent.News!.Stationarity));
            Assert.Equal(told, (now.Totals!.Stationarity!.Value, now.Totals.SketchRound!.Value));
        }
    }

    [Fact]
    public void The_picture_ends_with_what_was_known_last()
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer),
            Interactive = InteractionSupport.No,
        });
        (console.Profile.Width, console.Profile.Height) = (120, 40);
        var snapshot = Snapshots.Ring(3);
        using (var progress = new LiveProgress(console, TimeProvider.System))
        {
            progress.Say("3 agents on 'ring'");
            progress.Follow(() => snapshot);
            snapshot = Snapshots.Ring(4);
        }

        var text = writer.ToString();
        Assert.Contains("3 agents on 'ring'", text, StringComparison.Ordinal);
        Assert.Contains("│ a3", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_end_is_told_in_words_or_as_json_after_the_view_has_closed()
    {
        using var writer = new StringWriter();
        var summary = new AgentSummary("a", 7, Stopped: true, "w.safetensors", "00", 0.5, 1);
        foreach (var isJson in new[] { false, true })
        {
            using var sink = new ViewSink(new SinkGroup(), view: null, new ResultSink(writer, isJson));
            sink.OnRound(Round("a", 7));
            sink.OnEnd(summary);
        }

        var lines = writer.ToString().Split(Environment.NewLine);
        Assert.Equal("Agent 'a' stopped after 7 rounds, best test accuracy 50.00 %; weights: w.safetensors", lines[0]);
        Assert.Equal(MetricsFormat.ToLine(summary), lines[1]);
    }

    private FleetWatch Watch(params string[] agents)
    {
        var ids = string.Join(", ", agents.Select(id => $"\"{id}\""));
        File.WriteAllText(
            _folder.File("t.json"), $$"""{ "agents": [{{ids}}], "schedule": { "generator": "complete" } }""");
        var schedule = TopologySchedule.Load(_folder.File("t.json"));
        return new(new RunOptions { Rounds = 8 }, schedule, TimeProvider.System);
    }

    private static RoundMetrics Round(string agent, int round) => new()
    {
        Agent = agent,
        Round = round,
        Seconds = round,
        Cost = 0.25,
        Penalty = 0,
        TestAccuracy = 0.5,
        TestCost = 1,
    };
}
