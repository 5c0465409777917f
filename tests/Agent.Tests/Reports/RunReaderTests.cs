using Murmuration.Agent.Configuration;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Reports.Runs;
using Murmuration.Agent.Tests.Support;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Reports;

public sealed class RunReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_network_is_what_the_agents_reports_add_up_to()
    {
        var reports = new List<RoundMetrics>();
        var sample = new SampleRun { Rounds = 3, Change = metrics => Keep(metrics, reports) };
        var run = Read(sample);
        var expected = reports.GroupBy(report => report.Round).Select(round => RoundOf.All([.. round])).ToList();
        Assert.Equal([0, 1, 2, 3], run.Network.Select(round => round.Round));
        foreach (var (seen, told) in run.Network.Zip(expected))
        {
            Assert.Equal(told.Cost, seen.Cost, 1e-12);
            Assert.Equal(told.Accuracy!.Mean, seen.Accuracy!.Mean, 1e-12);
            Assert.Equal(told.Accuracy.Min, seen.Accuracy.Min);
            Assert.Equal(told.TestCost!.Max, seen.TestCost!.Max);
            Assert.Equal(told.TrackingDefect!.Value, seen.TrackingDefect!.Value, 1e-12);
            Assert.Equal(told.Stationarity!.Value, seen.Stationarity!.Value, 1e-12);
            Assert.Equal((told.Disagreement, told.BytesSent), (seen.Disagreement, seen.BytesSent));
        }
    }

    [Fact]
    public void Everything_that_the_folder_holds_is_found()
    {
        var run = Read(new());
        Assert.Equal(["a0", "a1", "a2"], run.Agents.Select(agent => agent.Id));
        Assert.All(run.Agents, agent => Assert.Equal(Standing.Done, agent.Standing));
        Assert.Equal(("sample ring", 40), (run.Schedule!.Name, run.Run!.Rounds));
        Assert.Equal("made-up rows", Assert.Single(run.Origins).Data);
        Assert.Equal(0.2, run.Agents[1].Totals!.SecondsComputing, 1e-12);
    }

    [Fact]
    public void An_agents_stationarity_is_the_last_that_it_has_told()
    {
        var run = Read(new SampleRun
        {
            Rounds = 5,
            Change = metrics => metrics with { Stationarity = metrics.Round < 4 ? metrics.Round + 0.5 : null },
        });
        Assert.Equal((5, 3.5), (run.Agents[0].Totals!.Round, run.Agents[0].Totals!.Stationarity));
    }

    [Fact]
    public void Torn_strange_and_endless_lines_are_passed_over()
    {
        var folder = new SampleRun { Rounds = 5 }.WriteTo(_folder.Path);
        var path = Path.Combine(folder, "a0", RunFolder.MetricsFileName);
        var lines = File.ReadAllLines(path).ToList();
        lines.Insert(2, "{\"agent\":\"a0\",\"round\":" + new string('9', 3_000_000));
        lines.Insert(1, "not of ours");
        File.WriteAllText(path, string.Join('\n', lines) + "\n{\"agent\":\"a0\",\"round\":6,\"seco");
        var run = RunReader.Read(RunFolder.Open(folder), "torn");
        Assert.Equal(5, run.Agents[0].Totals!.Round);
        Assert.Equal([0, 1, 2, 3, 4, 5], run.Network.Select(round => round.Round));
    }

    [Fact]
    public void Clocks_and_counters_go_on_where_an_agent_was_started_again()
    {
        var run = Read(new() { Rounds = 20, Change = StartedAgainAt10 });
        var last = run.Agents[0].Totals!;
        Assert.Equal((10.0, 20_000L), (last.Seconds, last.BytesSent));
        Assert.True(run.Agents[0].Rounds.Zip(run.Agents[0].Rounds.Skip(1)).All(pair =>
            pair.Second.Seconds >= pair.First.Seconds && pair.Second.BytesSent >= pair.First.BytesSent));

        static RoundMetrics StartedAgainAt10(RoundMetrics metrics) => metrics.Round <= 10
            ? metrics
            : metrics with { Seconds = metrics.Seconds - 5, BytesSent = metrics.BytesSent - 10_000 };
    }

    [Fact]
    public void An_agents_own_folder_is_a_run_of_which_one_agent_is_seen()
    {
        var folder = new SampleRun().WriteTo(_folder.Path);
        var run = RunReader.Read(RunFolder.Open(Path.Combine(folder, "a1")), "own");
        Assert.Equal("a1", Assert.Single(run.Agents).Id);
        Assert.Equal(3, run.AgentCount);
        Assert.Equal(40, run.Last!.Round);
    }

    [Fact]
    public void An_agent_that_vanished_is_awaited_only_until_the_others_have_ended()
    {
        var run = Read(new() { Rounds = 60, Killed = ["a2"], Change = Dead });
        Assert.Equal(Standing.Lost, run.Agents[2].Standing);
        Assert.Equal(60, run.Last!.Round);

        static RoundMetrics Dead(RoundMetrics metrics) => metrics.Agent == "a2" && metrics.Round > 20
            ? metrics with { Round = -1 }
            : metrics;
    }

    [Fact]
    public void A_run_that_was_killed_ends_with_the_last_round_of_all()
    {
        var run = Read(new() { Killed = ["a0", "a1", "a2"], Change = Later });
        Assert.Equal(37, run.Last!.Round);

        static RoundMetrics Later(RoundMetrics metrics) =>
            metrics is { Agent: "a1", Round: > 37 } ? metrics with { Round = -1 } : metrics;
    }

    [Fact]
    public void A_long_run_takes_no_more_memory_than_a_short_one()
    {
        var run = Read(new() { Rounds = 4999 });
        Assert.All(run.Agents, agent => Assert.InRange(agent.Rounds.Count, 500, 1001));
        Assert.InRange(run.Network.Count, 2000, 4098);
        Assert.Equal(4999, run.Last!.Round);
        Assert.Equal(4999, run.Agents[1].Rounds[^1].Round);
    }

    [Fact]
    public void Agents_stand_in_the_order_of_the_topology_and_without_one_as_people_sort()
    {
        var folder = new SampleRun { Agents = ["b", "a10", "a2"], Rounds = 1 }.WriteTo(_folder.Path);
        Assert.Equal(["b", "a10", "a2"], Ids());
        File.Delete(Path.Combine(folder, RunFolder.TopologyFileName));
        Assert.Equal(["a2", "a10", "b"], Ids());

        IEnumerable<string> Ids() => RunReader.Read(RunFolder.Open(folder), "order").Agents.Select(agent => agent.Id);
    }

    [Fact]
    public void A_folder_without_metrics_is_named()
    {
        var error = Assert.Throws<ConfigurationException>(() => RunFolder.Open(_folder.Path));
        Assert.Contains(_folder.Path, error.Message, StringComparison.Ordinal);
    }

    private RunOverview Read(SampleRun sample) =>
        RunReader.Read(RunFolder.Open(sample.WriteTo(_folder.Path)), "sample");

    private static RoundMetrics Keep(RoundMetrics metrics, List<RoundMetrics> reports)
    {
        reports.Add(metrics);
        return metrics;
    }
}
