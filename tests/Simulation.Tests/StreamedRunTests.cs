using System.Text.Json;
using Murmuration.Testing;

namespace Murmuration.Simulation.Tests;

/// <summary>Whole runs whose rows exceed the memory: the same bits as in memory, or one clear line.</summary>
public sealed class StreamedRunTests : IDisposable
{
    private const string Run =
        """
        { "name": "streamed",
          "data": { "train": "t.csv", "testLimit": 40, "partition": { "kind": "dirichlet", "alpha": 0.5 } },
          "model": { "hidden": [7] }, "rounds": 6, "seed": 5, "evaluateEvery": 3,
          "algorithm": { "minibatch": 16, "solver": "conjugateGradient", "innerIterations": 3, "outerIterations": 1 } }
        """;

    private readonly TemporaryFolder _folder = new();

    public StreamedRunTests()
    {
        var random = new Random(3);
        var rows = Enumerable.Range(0, 900).Select(k => string.Join(
            ',', Enumerable.Range(0, 5).Select(_ => random.Next(-500, 500) / 64.0).Append(k % 3)));
        _folder.Write("t.csv", string.Join('\n', rows));
        _folder.Write("run.json", Run);
        _folder.Write("topology.json", """{ "name": "ring", "agents": 4, "schedule": { "generator": "ring" } }""");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("next")]
    [InlineData("sonata")]
    [InlineData("decentralizedSgd", "algorithm.localSteps=3", "algorithm.optimizer.name=adamW")]
    [InlineData("kgt", "algorithm.localSteps=2")]
    public async Task Rows_on_the_disk_give_the_bits_of_rows_in_memory(string algorithm, params string[] settings)
    {
        string[] more =
        [
            .. settings.Append($"algorithm.name={algorithm}").SelectMany(setting => new[] { "--set", setting }),
        ];
        var expected = await HashesAsync("memory", more);
        Assert.Equal(expected, await HashesAsync("memory", [.. more, "--set", "data.memory=2kB"]));
    }

    [Fact]
    public async Task Daemons_share_the_rows_that_the_simulation_has_put_on_the_disk_once()
    {
        var expected = await HashesAsync("memory");
        Assert.Equal(expected, await HashesAsync("process", "--set", "data.memory=2kB"));
        Assert.False(Directory.Exists(_folder.File("out/rows")));
        Assert.Equal(expected, await HashesAsync("process", "--set", "data.memory=2kB", "--set", "data.cache=kept"));
        Assert.Single(Directory.EnumerateFiles(_folder.File("kept")));
    }

    [Fact]
    public async Task A_run_that_needs_all_rows_at_once_is_refused_with_advice()
    {
        foreach (var command in new[] { "simulate", "agent" })
        {
            string[] id = command == "agent" ? ["--id", "a0"] : [];
            var (exitCode, _, errors) = await MurmurAsync(
                [command, .. id, .. Files(), "--set", "data.memory=2kB", "--set", "algorithm.minibatch=0"]);
            Assert.Equal(1, exitCode);
            Assert.StartsWith("murmur: key 'algorithm.minibatch': ", errors);
            Assert.Contains("rows of 5 inputs exceed data.memory", errors);
            Assert.DoesNotContain("   at ", errors);
        }
    }

    [Fact]
    public async Task Data_check_says_what_it_understood_as_text_and_as_json()
    {
        var (exitCode, output, errors) = await MurmurAsync("data", "check", "t.csv", "--data-dir", _folder.Path);
        Assert.True(exitCode == 0, errors);
        Assert.StartsWith("t.csv: CSV, separated by commas, without a header", output);
        Assert.Contains("classes   0 (300), 1 (300), 2 (300)", output);
        (exitCode, output, errors) = await MurmurAsync(
            "data", "check", "--run", _folder.File("run.json"), "--data-dir", _folder.Path, "--json");
        Assert.True(exitCode == 0, errors);
        using var json = JsonDocument.Parse(output);
        Assert.True(json.RootElement.GetProperty("loads").GetBoolean());
        Assert.Contains("weights", json.RootElement.GetProperty("model").GetString());
        Assert.Equal(40, json.RootElement.GetProperty("testRows").GetInt32());
    }

    [Fact]
    public async Task Data_check_of_what_cannot_be_used_ends_with_1_and_the_reason()
    {
        _folder.Write("bad.csv", "a,b,y\n1,2,3.5\n4,x1,6.5\n7,8,9.5\n");
        var (exitCode, output, errors) = await MurmurAsync("data", "check", _folder.File("bad.csv"));
        Assert.Equal(1, exitCode);
        Assert.Contains("warning   column 'b': 1 of its values are no finite numbers", output);
        Assert.StartsWith($"murmur: {_folder.File("bad.csv")}: line 3, column 'b': 'x1' is not a number", errors);
        (exitCode, _, errors) = await MurmurAsync("data", "check");
        Assert.Equal((1, true), (exitCode, errors.Contains("which data?", StringComparison.Ordinal)));
        (exitCode, _, errors) = await MurmurAsync("data", "check", "t.csv", "--set", "data.colour=1");
        Assert.Equal((1, true), (exitCode, errors.Contains("unknown key 'data.colour'", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Agents_with_other_categories_refuse_each_other()
    {
        var rows = Enumerable.Range(0, 60).Select(k => $"{"ab"[k % 2]},{k % 9},{k % 7}.5");
        _folder.Write("words.csv", string.Join('\n', rows));
        File.WriteAllText(
            _folder.File("topology.json"),
            $$"""
            { "name": "pair", "agents": [ { "id": "a0", "address": "127.0.0.1:{{Port()}}" },
              { "id": "a1", "address": "127.0.0.1:{{Port()}}" } ], "schedule": { "links": [["a0", "a1"]] } }
            """);
        string[] common =
        [
            "agent", .. Files(), "--connect-timeout", "4", "--set", "data.train=words.csv", "--set", "data.target=2",
        ];
        using var one = Murmur.Start([.. common, "--id", "a0", "--set", """data.categories={"0":["a","b"]}"""]);
        using var other = Murmur.Start([.. common, "--id", "a1", "--set", """data.categories={"0":["b","a"]}"""]);
        var ends = await Task.WhenAll(one.EndAsync(), other.EndAsync());
        Assert.All(ends, end => Assert.Equal(1, end.ExitCode));
        Assert.Contains(ends, end => end.Errors.Contains("model", StringComparison.Ordinal));
    }

    private static int Port()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string[] Files() =>
    [
        "--topology", _folder.File("topology.json"), "--run", _folder.File("run.json"), "--data-dir", _folder.Path,
        "--output", _folder.File("out"),
    ];

    private async Task<string> HashesAsync(string transport, params string[] more)
    {
        var (exitCode, output, errors) = await MurmurAsync(
            ["simulate", "--json", "--no-alone", "--fresh", "--transport", transport, .. Files(), .. more]);
        Assert.True(exitCode == 0, errors);
        using var result = JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]);
        var weights = result.RootElement.GetProperty("weights").EnumerateArray();
        return string.Join('\n', weights.Select(file => file.GetProperty("sha256").GetString()));
    }

    private static Task<(int ExitCode, string Output, string Errors)> MurmurAsync(params string[] arguments) =>
        Murmur.RunAsync(arguments);
}
