using System.Runtime.CompilerServices;
using System.Text.Json;
using Murmuration.Testing;

namespace Murmuration.Simulation.Tests;

/// <summary>The run files of MNIST on a part of it: short enough for every build, long enough to show that they learn.
/// What the whole of it reaches stands in docs/results.</summary>
public sealed class RealDataTests
{
    [Theory]
    [InlineData("mnist", "ring-8", 0.85)]
    [InlineData("mnist-by-label", "changing-8", 0.75)]
    public async Task Eight_agents_learn_from_a_part_of_mnist(string run, string topology, double accuracy)
    {
        Assert.SkipWhen(ReferenceData.Data is null, ReferenceData.NoData);
        using var folder = new TemporaryFolder();
        var (exitCode, output, errors) = await Murmur.RunAsync(
            "simulate", "--json", "--no-alone", "--transport", "memory",
            "--run", Repository("runs", run + ".json"),
            "--topology", Repository("topologies", topology + ".json"),
            "--data-dir", ReferenceData.Data!,
            "--output", folder.Path,
            "--rounds", "50",
            "--set", "data.limit=3000", "--set", "data.testLimit=1000", "--set", "algorithm.minibatch=0",
            "--set", "evaluateEvery=50");
        Assert.True(exitCode == 0, errors);
        using var result = JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]);
        Assert.InRange(result.RootElement.GetProperty("testAccuracy").GetProperty("min").GetDouble(), accuracy, 1);
        Assert.InRange(result.RootElement.GetProperty("trackingDefect").GetDouble(), 0, 1e-5);
    }

    private static string Repository(string folder, string name, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", folder, name));
}
