using System.Text.Json;
using Murmuration.Testing;

namespace Murmuration.Simulation.Tests;

/// <summary>What goes to standard output and what to standard error, quietly, as JSON, and as logs.</summary>
public sealed class OutputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public OutputTests()
    {
        _folder.Write(
            "run.json",
            """
            { "name": "output", "rounds": 4,
              "data": { "generated": "clusters", "samples": 100, "testSamples": 50, "partition": { "kind": "even" } },
              "model": { "hidden": [4] } }
            """u8.ToArray());
        _folder.Write("star.json", """{ "agents": 3, "schedule": { "generator": "star" } }"""u8.ToArray());
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Quiet_prints_the_result_only_and_still_warns()
    {
        var (code, output, errors) = await SimulateAsync(
            "--quiet", "--set", "algorithm.name=easgd", "--set", "algorithm.elastic.beta=2.9");
        Assert.True(code == 0, errors);
        Assert.StartsWith("3 agents done after 4 rounds", output, StringComparison.Ordinal);
        Assert.Contains("warning: ", errors, StringComparison.Ordinal);
        Assert.Contains("break the bound", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_lines_are_json_objects_with_their_values_by_name()
    {
        var (code, output, errors) = await SimulateAsync(
            "--json", "--quiet", "--log", "json", "--log-level", "information");
        Assert.True(code == 0, errors);
        Assert.Single(output.TrimEnd().Split('\n'));
        var lines = errors.TrimEnd().Split('\n').Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToList();
        var census = lines.Where(line => line.GetProperty("EventId").GetInt32() == 3001).ToList();
        Assert.Equal(3, census.Count);
        Assert.All(census, line => Assert.Equal(100, line.GetProperty("State").GetProperty("Rows").GetInt32()));
        (code, _, errors) = await SimulateAsync("--quiet", "--log-level", "none");
        Assert.Equal((0, ""), (code, errors));
    }

    [Fact]
    public async Task A_daemon_says_how_it_ended_in_words_or_as_json()
    {
        string[] agent =
        [
            "agent", "--id", "a0", "--topology", _folder.File("alone.json"), "--run", _folder.File("run.json"),
            "--output", _folder.File("out"), "--fresh",
        ];
        _folder.Write("alone.json", """{ "agents": ["a0"], "schedule": { "links": [] } }"""u8.ToArray());
        var (code, output, errors) = await Murmur.RunAsync([.. agent, "--quiet"]);
        Assert.True(code == 0, errors);
        Assert.StartsWith("Agent 'a0' done after 4 rounds, best test accuracy", output, StringComparison.Ordinal);

        (code, output, errors) = await Murmur.RunAsync([.. agent, "--quiet", "--json"]);
        Assert.True(code == 0, errors);
        Assert.Equal(4, JsonSerializer.Deserialize<JsonElement>(output).GetProperty("rounds").GetInt32());

        (code, output, errors) = await Murmur.RunAsync([.. agent, "--json"]);
        Assert.True(code == 0, errors);
        var lines = output.TrimEnd().Split('\n').Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToList();
        Assert.Equal([0, 1, 2, 3, 4], lines.SkipLast(1).Select(line => line.GetProperty("round").GetInt32()));
        Assert.False(lines[^1].GetProperty("stopped").GetBoolean());
    }

    private Task<(int ExitCode, string Output, string Errors)> SimulateAsync(params string[] more) => Murmur.RunAsync(
    [
        "simulate", "--transport", "memory", "--topology", _folder.File("star.json"), "--run", _folder.File("run.json"),
        "--output", _folder.File("out"), "--no-alone", "--fresh", .. more,
    ]);
}
