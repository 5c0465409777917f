using System.Xml.Linq;
using Murmuration.Agent.Metrics;
using Murmuration.Testing;

namespace Murmuration.Simulation.Tests;

/// <summary>The report that a run ends with, and runs side by side.</summary>
public sealed class ReportTests : IDisposable
{
    private const string TinyRun =
        """
        { "name": "tiny",
          "data": { "generated": "clusters", "samples": 200, "testSamples": 100, "partition": { "kind": "even" } },
          "model": { "hidden": [4] }, "rounds": 5 }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("memory")]
    [InlineData("tcp")]
    [InlineData("process")]
    public async Task A_simulation_ends_with_a_report_that_can_be_made_again(string transport)
    {
        var path = Path.Combine(await SimulateAsync("--transport", transport), "report.html");
        var page = XDocument.Load(path).Root!.Value;
        Assert.Matches("3 agents on “path” trained a model of [0-9]+ weights on generated clusters", page);
        Assert.Contains("Run file", page);
        File.Delete(path);
        var (exitCode, output, errors) = await Murmur.RunAsync("report", Path.GetDirectoryName(path)!);
        Assert.True(exitCode == 0, errors);
        Assert.Equal(path, output.Trim());
        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task Without_a_report_none_is_written_and_one_agents_own_can_be_made()
    {
        var folder = await SimulateAsync("--transport", "memory", "--no-report");
        Assert.False(File.Exists(Path.Combine(folder, "report.html")));
        var html = _folder.File("own.html");
        var (exitCode, _, errors) = await Murmur.RunAsync("report", Path.Combine(folder, "a1"), "--html", html);
        Assert.True(exitCode == 0, errors);
        Assert.Contains("This page shows one of them, a1.", XDocument.Load(html).Root!.Value);
    }

    [Fact]
    public async Task A_run_that_fails_leaves_a_report_of_what_there_is()
    {
        var output = _folder.File("out");
        var (exitCode, _, errors) = await Murmur.RunAsync(
            "simulate", "--run", _folder.Write("run.json", TinyRun), "--topology", Topology(), "--output", output,
            "--transport", "memory", "--no-alone", "--set", "algorithm.name=gradientTracking", "--set",
            "algorithm.eta=1e30", "--rounds", "50");
        Assert.Equal(1, exitCode);
        Assert.Contains("the cost is no longer finite", errors, StringComparison.Ordinal);
        Assert.Contains($"Report of what there is: {Path.Combine(output, "report.html")}", errors);
    }

    [Fact]
    public async Task The_table_tells_runs_of_one_folder_name_apart()
    {
        var (one, other, third) = (Finished("one/ring"), Finished("two/ring"), Finished("two/star"));
        var (exitCode, output, errors) = await Murmur.RunAsync("report", one, other + "/", third);
        Assert.True(exitCode == 0, errors);
        var names = output.Split('\n').Where(line => line.StartsWith('|')).Select(line => line.Split('|')[1].Trim());
        Assert.Equal(["one/ring", "two/ring", "star"], names.Skip(2));
    }

    [Fact]
    public async Task A_run_that_is_given_twice_is_named()
    {
        var run = Finished("ring");
        var (exitCode, _, errors) = await Murmur.RunAsync("report", run, _folder.File("./ring/"));
        Assert.Equal(1, exitCode);
        Assert.Contains($"{run}: is given twice", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_script_refuses_run_files_of_one_name()
    {
        var (one, other) = (_folder.Write("ring.json", "{}"), Path.Combine(_folder.Path, "more", "ring.json"));
        Directory.CreateDirectory(Path.GetDirectoryName(other)!);
        File.Copy(one, other);
        var (exitCode, _, errors) = await TrialScript.RunPlainAsync(
            "compare.sh", "--output", _folder.File("out"), _folder.Write("star.json", "{}"), one, other);
        Assert.Equal(2, exitCode);
        Assert.Contains($"{one} and {other} have the same name", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    private async Task<string> SimulateAsync(params string[] more)
    {
        var output = _folder.File("out");
        var (exitCode, text, errors) = await Murmur.RunAsync(
        [
            "simulate", "--run", _folder.Write("run.json", TinyRun), "--topology", Topology(), "--output", output,
            "--no-alone", "--threads", "1", .. more,
        ]);
        Assert.True(exitCode == 0, errors);
        Assert.Equal(!more.Contains("--no-report"), text.Contains("Report: ", StringComparison.Ordinal));
        return output;
    }

    private string Topology() => _folder.Write(
        "path.json", """{ "name": "path", "agents": 3, "schedule": { "generator": "path" } }""");

    /// <summary>An output folder with one round of one agent.</summary>
    private string Finished(string name)
    {
        var path = _folder.File(name);
        using var sink = JsonLinesSink.ForAgent(path, "a0");
        sink.OnRound(new RoundMetrics { Agent = "a0", Round = 0, Seconds = 1, Cost = 1, Penalty = 0 });
        return path;
    }
}
