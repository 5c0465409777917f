using System.Text.Json;
using Murmuration.Testing;

namespace Murmuration.Simulation.Tests;

/// <summary>A simulation that is stopped and started again ends with the bits of one that never stopped.</summary>
public sealed class StopAndResumeTests : IDisposable
{
    private const string Run =
        """
        { "name": "resume",
          "data": { "generated": "digits", "samples": 300, "testSamples": 50, "partition": { "kind": "skewed" } },
          "model": { "hidden": [10] }, "rounds": 150, "seed": 5, "evaluateEvery": 50, "checkpoints": { "every": 40 },
          "algorithm": {
            "solver": "conjugateGradient", "innerIterations": 5, "outerIterations": 1, "tauRule": "adaptive",
            "minibatch": 30 } }
        """;

    private readonly TemporaryFolder _folder = new();

    public StopAndResumeTests()
    {
        File.WriteAllText(_folder.File("run.json"), Run);
        File.WriteAllText(
            _folder.File("topology.json"),
            """
            {
              "name": "ring", "agents": 4,
              "schedule": { "generator": "ring", "linkUp": { "probability": 0.7, "seed": 1 } }
            }
            """);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_agent_that_has_done_its_rounds_keeps_its_results_when_it_is_started_again()
    {
        File.WriteAllText(_folder.File("one.json"), """{ "agents": 1, "schedule": { "links": [] } }""");
        var metrics = _folder.File("done/a0/metrics.jsonl");
        string[] call =
        [
            "agent", "--id", "a0", "--topology", _folder.File("one.json"), "--run", _folder.File("run.json"),
            "--output", _folder.File("done"), "--no-report",
        ];
        Assert.Equal(0, (await Murmur.RunAsync([.. call, "--rounds", "3"])).ExitCode);
        var before = await File.ReadAllTextAsync(metrics, TestContext.Current.CancellationToken);

        var (exitCode, output, _) = await Murmur.RunAsync([.. call, "--rounds", "3"]);
        Assert.Equal(0, exitCode);
        Assert.Contains("has done its 3 rounds", output, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(metrics, TestContext.Current.CancellationToken));

        Assert.Equal(0, (await Murmur.RunAsync([.. call, "--rounds", "5"])).ExitCode);
        Assert.StartsWith(
            before[..before.IndexOf("\"round\":3", StringComparison.Ordinal)],
            await File.ReadAllTextAsync(metrics, TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("process")]
    public async Task A_run_that_was_stopped_goes_on_with_the_same_bits(string transport)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no signals to send");
        }

        var expected = Result(await Murmur.RunAsync(Arguments("memory", "whole")));
        using (var murmur = Murmur.Start(Arguments(transport, "parted")))
        {
            await murmur.WaitForAsync("round 0/150");
            murmur.Terminate();
            var (stopped, rounds, _) = Result(await murmur.EndAsync());
            Assert.True(stopped);
            Assert.InRange(rounds, 1, 149);
        }

        var (again, allRounds, hashes) = Result(await Murmur.RunAsync(Arguments(transport, "parted")));
        Assert.False(again);
        Assert.Equal(150, allRounds);
        Assert.Equal(expected.Hashes, hashes);
    }

    [Fact]
    public async Task A_finished_run_begins_anew_and_so_does_one_that_is_asked_to()
    {
        string[] half = [.. Arguments("memory", "out"), "--set", "stop.cost=1e9"];
        var (_, rounds, _) = Result(await Murmur.RunAsync([.. half, "--rounds", "1500"]));
        var fresh = await Murmur.RunAsync([.. half, "--rounds", "1500", "--fresh"]);
        Assert.InRange(rounds, 1, 1499);
        Assert.DoesNotContain("goes on after", fresh.Errors, StringComparison.Ordinal);
        Assert.Equal(150, Result(await Murmur.RunAsync([.. Arguments("memory", "out"), "--fresh"])).Rounds);
        var anew = await Murmur.RunAsync(Arguments("memory", "out"));
        Assert.DoesNotContain("goes on after", anew.Errors, StringComparison.Ordinal);
        Assert.Equal(150, Result(anew).Rounds);
    }

    private static (bool Stopped, int Rounds, string Hashes) Result(
        (int ExitCode, string Output, string Errors) murmur)
    {
        Assert.True(murmur.ExitCode == 0, murmur.Errors);
        using var document = JsonDocument.Parse(murmur.Output.TrimEnd().Split('\n')[^1]);
        var root = document.RootElement;
        var hashes = root.GetProperty("weights").EnumerateArray().Select(one => one.GetProperty("sha256").GetString());
        return (
            root.GetProperty("stopped").GetBoolean(), root.GetProperty("rounds").GetInt32(), string.Join(' ', hashes));
    }

    private string[] Arguments(string transport, string output) =>
    [
        "simulate", "--json", "--no-alone", "--transport", transport, "--threads", "2",
        "--topology", _folder.File("topology.json"), "--run", _folder.File("run.json"),
        "--output", _folder.File(output),
    ];
}
