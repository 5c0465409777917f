using System.Net;
using System.Text.Json;
using Murmuration.Testing;

namespace Murmuration.Simulation.Tests;

/// <summary>A model's way out of the program and back in: trained, judged, exported, used, and gone on with.</summary>
public sealed class ModelExchangeTests : IDisposable
{
    private const string Network =
        """{ "name": "pair", "agents": 2, "schedule": { "links": [["a0", "a1"]] } }""";

    private const string RunFile =
        """
        { "name": "flowers", "data": { "train": "flowers.csv", "test": "more.csv", "target": "kind" },
          "model": { "hidden": [6] }, "rounds": 8 }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly string _topology;
    private readonly string _run;

    public ModelExchangeTests()
    {
        _topology = _folder.Write("pair.json", Network);
        _run = _folder.Write("run.json", RunFile);
        _folder.Write("flowers.csv", Flowers(90, seed: 1, withKind: true));
        _folder.Write("more.csv", Flowers(60, seed: 2, withKind: true));
        _folder.Write("unknown.csv", Flowers(60, seed: 2, withKind: false));
    }

    private string Weights => _folder.File("out/a0/weights.safetensors");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_a_run_reports_its_weights_say_again_of_any_file_and_without_targets()
    {
        var simulated = Last(await MurmurAsync([.. Simulate("out"), "--transport", "memory"]));
        var reported = simulated.GetProperty("testAccuracy");

        var ofRun = Last(await MurmurAsync(
            "evaluate", "--json", "--weights", Weights, "--run", _run, "--data-dir", _folder.Path));
        Assert.InRange(
            ofRun.GetProperty("testAccuracy").GetDouble(),
            reported.GetProperty("min").GetDouble(),
            reported.GetProperty("max").GetDouble());

        var ofFile = Last(await MurmurAsync(
            "evaluate", "--json", "--weights", Weights, "--data", _folder.File("more.csv"), "--set", "data.target=kind",
            "--predictions", _folder.File("judged.csv")));
        Assert.Equal(ofRun.GetProperty("testCost").GetDouble(), ofFile.GetProperty("testCost").GetDouble());
        Assert.Equal(
            ofRun.GetProperty("findings").GetProperty("confusion").ToString(),
            ofFile.GetProperty("findings").GetProperty("confusion").ToString());

        await MurmurAsync(
            "predict", "--weights", Weights, "--data", _folder.File("unknown.csv"),
            "-o", _folder.File("predicted.csv"));
        var predicted = Column("predicted.csv", "predicted");
        Assert.Equal(Column("judged.csv", "predicted"), predicted);
        var right = predicted.Zip(Column("judged.csv", "target")).Count(pair => pair.First == pair.Second);
        Assert.Equal(ofRun.GetProperty("testAccuracy").GetDouble(), right / 60.0, 1e-9);
        Assert.Equal(
            "row,predicted,probability iris,\"probability lily, white\",probability rose",
            File.ReadLines(_folder.File("predicted.csv")).First());

        var printed = await MurmurAsync("predict", "--weights", Weights, "--data", _folder.File("unknown.csv"));
        Assert.Equal(File.ReadAllText(_folder.File("predicted.csv")), printed);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("tcp")]
    [InlineData("process")]
    public async Task Every_agent_leaves_its_findings(string transport)
    {
        await MurmurAsync([.. Simulate("out"), "--transport", transport]);
        foreach (var agent in new[] { "a0", "a1" })
        {
            using var findings = JsonDocument.Parse(File.ReadAllText(_folder.File($"out/{agent}/findings.json")));
            var confusion = findings.RootElement.GetProperty("confusion").Deserialize<int[][]>()!;
            Assert.Equal(60, confusion.Sum(row => row.Sum()));
            var accuracy = Metrics(agent, "testAccuracy")[^1];
            Assert.Equal(accuracy, confusion.Select((row, k) => row[k]).Sum() / 60.0, 1e-9);
            Assert.Equal(16, findings.RootElement.GetProperty("worst").GetArrayLength());
        }
    }

    [Fact]
    public async Task A_run_may_begin_with_exported_weights()
    {
        await MurmurAsync([.. Simulate("out"), "--transport", "memory"]);
        var (ended, begun) = (Metrics("a0", "testCost")[^1], Metrics("a0", "testCost")[0]);
        Assert.NotEqual(begun, ended);
        await MurmurAsync("export", "--weights", Weights, "-o", _folder.File("model.safetensors"));
        foreach (var transport in new[] { "memory", "process" })
        {
            await MurmurAsync(
                [.. Simulate("out"), "--transport", transport, "--fresh",
                    "--initial-weights", _folder.File("model.safetensors")]);
            Assert.Equal(ended, Metrics("a0", "testCost")[0]);
            Assert.Equal(ended, Metrics("a1", "testCost")[0]);
        }
    }

    [Fact]
    public async Task Daemons_that_begin_with_different_weights_refuse_each_other_and_say_so()
    {
        await MurmurAsync([.. Simulate("out"), "--transport", "memory"]);
        var sockets = Gossip.Transport.TcpNeighbourhood.BindLoopback(2);
        var agents = sockets.Select((socket, k) =>
            $$"""{ "id": "a{{k}}", "address": "127.0.0.1:{{((IPEndPoint)socket.LocalEndPoint!).Port}}" }""").ToList();
        sockets.ToList().ForEach(socket => socket.Dispose());
        var topology = _folder.Write(
            "local.json",
            $$"""{ "agents": [ {{string.Join(", ", agents)}} ], "schedule": { "links": [["a0", "a1"]] } }""");
        string[] common =
        [
            "--topology", topology, "--run", _run, "--data-dir", _folder.Path, "--output", _folder.File("daemons"),
            "--connect-timeout", "4", "--quiet",
        ];
        using var one = Murmur.Start(["agent", "--id", "a0", .. common, "--initial-weights", Weights]);
        using var other = Murmur.Start(["agent", "--id", "a1", .. common]);
        var ends = await Task.WhenAll(one.EndAsync(), other.EndAsync());
        Assert.All(ends, end => Assert.Equal(1, end.ExitCode));
        Assert.Contains(ends, end => end.Errors.Contains("from weights ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_export_is_named_by_its_extension_and_its_faults_are_one_line()
    {
        await MurmurAsync([.. Simulate("out"), "--transport", "memory"]);
        Assert.Contains("onnx", await MurmurAsync("export", "--weights", Weights, "-o", _folder.File("m.onnx")));
        await AssertFaultAsync(
            "give --to onnx|safetensors", "export", "--weights", Weights, "-o", _folder.File("m.pt"));
        await AssertFaultAsync(
            "this is no safetensors file", "export", "--weights", _run, "-o", _folder.File("m.onnx"));
        await AssertFaultAsync(
            "the model takes 2 inputs",
            "predict", "--weights", Weights, "--data", _folder.Write("wide.csv", "1,2,3,4\n5,6,7,8\n"));
        await AssertFaultAsync(
            "there is no such file", "predict", "--weights", Weights, "--data", _folder.File("absent.csv"));
        await AssertFaultAsync(
            "tensor '0.weight' has shape [6, 2]",
            [.. Simulate("other"), "--set", "model.hidden=[7]", "--initial-weights", Weights]);
        var (code, _, errors) = await Murmur.RunAsync(
            "evaluate", "--weights", Weights, Weights, "--predictions", _folder.File("p.csv"));
        Assert.Equal(2, code);
        Assert.Contains("--predictions takes one weights file", errors, StringComparison.Ordinal);
    }

    private static async Task AssertFaultAsync(string reason, params string[] arguments)
    {
        var (exitCode, _, errors) = await Murmur.RunAsync(arguments);
        Assert.Equal(1, exitCode);
        Assert.Contains(reason, errors, StringComparison.Ordinal);
        Assert.StartsWith("murmur: ", errors.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    private static async Task<string> MurmurAsync(params string[] arguments)
    {
        var (exitCode, output, errors) = await Murmur.RunAsync(arguments);
        Assert.True(exitCode == 0, errors);
        return output;
    }

    private static JsonElement Last(string output) =>
        JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]).RootElement;

    /// <summary>Three kinds around points of their own, sorted by kind, so that a split by rows is uneven.</summary>
    private static string Flowers(int count, int seed, bool withKind)
    {
        var random = new Random(seed);
        string[] kinds = ["rose", "iris", "\"lily, white\""];
        var lines = Enumerable.Range(0, count).Select(row =>
        {
            var kind = row * 3 / count;
            var bend = 50 * (kind - 1) * (kind - 1);
            var (x, y) = (kind + random.NextDouble(), 200 + bend + (60 * random.NextDouble()));
            return FormattableString.Invariant($"{x:F3},{y:F2}") + (withKind ? $",{kinds[kind]}" : "");
        });
        return string.Join('\n', lines.Prepend(withKind ? "petal,stem,kind" : "petal,stem")) + "\n";
    }

    private string[] Simulate(string output) =>
    [
        "simulate", "--json", "--no-alone", "--topology", _topology, "--run", _run, "--data-dir", _folder.Path,
        "--output", _folder.File(output),
    ];

    private IReadOnlyList<double> Metrics(string agent, string name) =>
    [
        .. File.ReadLines(_folder.File($"out/{agent}/metrics.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.TryGetProperty("round", out _))
            .Select(line => line.GetProperty(name).GetDouble()),
    ];

    /// <summary>A column of a file whose classes before it hold no comma but that of the white lily.</summary>
    private IReadOnlyList<string> Column(string file, string name)
    {
        var lines = File.ReadLines(_folder.File(file))
            .Select(line => line.Replace("\"lily, white\"", "lily", StringComparison.Ordinal).Split(',')).ToList();
        var index = lines[0].ToList().IndexOf(name);
        return [.. lines.Skip(1).Select(line => line[index])];
    }
}
