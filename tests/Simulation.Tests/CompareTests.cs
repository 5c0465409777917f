using Murmuration.Agent.Metrics;
using Murmuration.Testing;

namespace Murmuration.Simulation.Tests;

/// <summary>Runs side by side that are called the same.</summary>
public sealed class CompareTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_table_tells_runs_of_one_folder_name_apart()
    {
        var (one, other, third) = (Finished("one/ring"), Finished("two/ring"), Finished("two/star"));
        var (exitCode, output, errors) = await Murmur.RunAsync("compare", one, other + "/", third);
        Assert.True(exitCode == 0, errors);
        var names = output.Split('\n').Where(line => line.StartsWith('|')).Select(line => line.Split('|')[1].Trim());
        Assert.Equal(["one/ring", "two/ring", "star"], names.Skip(2));
    }

    [Fact]
    public async Task A_run_that_is_given_twice_is_named()
    {
        var run = Finished("ring");
        var (exitCode, _, errors) = await Murmur.RunAsync("compare", run, _folder.File("./ring/"));
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

    /// <summary>An output folder with one round of one agent.</summary>
    private string Finished(string name)
    {
        var path = _folder.File(name);
        using var sink = JsonLinesSink.ForAgent(path, "a0");
        sink.OnRound(new RoundMetrics { Agent = "a0", Round = 0, Seconds = 1, Cost = 1, Penalty = 0 });
        return path;
    }
}
