using System.Net;
using System.Text.Json;
using Murmuration.Testing;

namespace Murmuration.Simulation.Tests;

/// <summary>Four daemons, some of which die, stop, come late or leave; the others go on.</summary>
public sealed class DaemonTests : IDisposable
{
    private const int Agents = 4;

    private const string Run =
        """
        { "name": "daemons",
          "data": { "generated": "digits", "samples": 400, "testSamples": 50, "partition": { "kind": "even" } },
          "model": { "hidden": [10] }, "rounds": 100000, "seed": 5, "evaluateEvery": 10000,
          "checkpoints": { "every": 10 }, "links": { "deadlineFloor": 1, "deadlineCeiling": 4 },
          "algorithm": { "solver": "conjugateGradient", "innerIterations": 3, "outerIterations": 1 } }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly MetricsFolder _metrics;
    private readonly int[] _ports = [];
    private readonly string _name = $"daemons-{Environment.ProcessId}-{Guid.NewGuid():N}"[..30];

    public DaemonTests()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no signals to send");
        }

        _metrics = new(_folder.File("out"));
        File.WriteAllText(_folder.File("run.json"), Run);
        var sockets = Gossip.Transport.TcpNeighbourhood.BindLoopback(Agents);
        _ports = [.. sockets.Select(socket => ((IPEndPoint)socket.LocalEndPoint!).Port)];
        var agents = _ports.Select((port, k) => $$"""{ "id": "a{{k}}", "address": "127.0.0.1:{{port}}" }""");
        File.WriteAllText(
            _folder.File("topology.json"),
            $$"""
            { "name": "ring", "agents": [ {{string.Join(", ", agents)}} ], "schedule": { "generator": "ring" } }
            """);
        foreach (var socket in sockets)
        {
            socket.Dispose();
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(9, "in a new life")]
    [InlineData(15, "nothing was lost")]
    public async Task An_agent_that_was_killed_or_stopped_comes_back_and_all_end_with_one_model(
        int signal, string expected)
    {
        using var fleet = Start([0, 1, 2, 3]);
        await _metrics.WaitForRoundAsync("a0", 30);
        await _metrics.WaitForRoundAsync("a2", 30);
        fleet[2].Signal(signal);
        await fleet[2].EndAsync();
        await _metrics.WaitForRoundAsync("a0", _metrics.LastRound("a0") + 30);
        using var again = StartOne(2);
        await again.WaitForAsync(expected);
        await _metrics.WaitForRoundAsync("a2", _metrics.LastRound("a0") + 30);
        await StopAsync();
        Murmur[] all = [fleet[0], fleet[1], again, fleet[3]];
        var ends = await Task.WhenAll(all.Select(one => one.EndAsync()));
        Assert.All(ends, end => Assert.True(end.ExitCode == 0, end.Errors));
        var rounds = Enumerable.Range(0, Agents).Select(k => Summary($"a{k}").GetProperty("rounds").GetInt32());
        Assert.Single(rounds.Distinct());
        Assert.All(Enumerable.Range(0, Agents), k => Assert.InRange(Disagreement($"a{k}"), 0, 0.05));
    }

    [Fact]
    public async Task An_agent_may_come_late_and_another_leave_for_good()
    {
        using var fleet = Start([0, 1, 2], "--connect-timeout", "8");
        await _metrics.WaitForRoundAsync("a0", 10);
        using var late = StartOne(3);
        await late.WaitForAsync("joins in round");
        await fleet[0].WaitForAsync("tracking epoch of 4 agents with 400 rows");
        await _metrics.WaitForRoundAsync("a3", _metrics.LastRound("a0") + 10);
        var (code, output, errors) = await Murmur.RunAsync("leave", "a1", "--run", _name);
        Assert.True(code == 0, errors);
        Assert.Contains("left", output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.File("out"), "a1", "checkpoints"), "round-*"));
        await fleet[0].WaitForAsync("tracking epoch of 3 agents with 300 rows");
        await StopAsync();
        Assert.Equal(0, (await late.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task All_stop_when_the_cost_is_low_enough()
    {
        using var fleet = Start([0, 1, 2, 3], "--set", "stop.cost=2");
        var ends = await Task.WhenAll(fleet.All.Select(one => one.EndAsync()));
        Assert.All(ends, end => Assert.True(end.ExitCode == 0, end.Errors));
        Assert.Single(Enumerable.Range(0, Agents).Select(k => Summary($"a{k}").GetProperty("rounds").GetInt32())
            .Distinct());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Daemons_take_the_short_way_unless_the_run_says_otherwise(bool isLocal)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Other systems have no such sockets");
        }

        using var fleet = Start([0, 1, 2, 3], "--set", $"links.local={(isLocal ? "true" : "false")}");
        await _metrics.WaitForRoundAsync("a0", 3);
        var sockets = await File.ReadAllTextAsync("/proc/net/unix");
        Assert.All(_ports, port => Assert.Equal(
            isLocal, sockets.Contains($"@murmuration/127.0.0.1:{port}", StringComparison.Ordinal)));
        await StopAsync();
    }

    [Fact]
    public async Task Stopping_an_agent_that_is_not_there_is_refused()
    {
        var (code, _, errors) = await Murmur.RunAsync("stop", "--run", "nobody-has-this");
        Assert.Equal(1, code);
        Assert.Contains("no agent of run 'nobody-has-this'", errors, StringComparison.Ordinal);
    }

    private async Task StopAsync()
    {
        var (code, output, errors) = await Murmur.RunAsync("stop", "--run", _name);
        Assert.True(code == 0, errors);
        Assert.Contains("stopped after", output, StringComparison.Ordinal);
    }

    private Fleet Start(IEnumerable<int> agents, params string[] more) =>
        new([.. agents.Select(k => StartOne(k, more))]);

    private Murmur StartOne(int agent, params string[] more) => Murmur.Start(
    [
        "agent", "--id", $"a{agent}", "--topology", _folder.File("topology.json"), "--run", _folder.File("run.json"),
        "--set", $"name={_name}", "--output", _folder.File("out"), "--threads", "1", "--quiet", .. more,
    ]);

    private double Disagreement(string agent) =>
        _metrics.Lines(agent).Last(line => line.TryGetProperty("round", out _)).GetProperty("disagreement").GetDouble();

    private JsonElement Summary(string agent) =>
        _metrics.Lines(agent).Last(line => line.TryGetProperty("rounds", out _));
}
