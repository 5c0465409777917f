using System.Runtime.CompilerServices;
using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Tests.Configuration;

/// <summary>Every run file of the repository can be read, and fits the topology that it names.</summary>
public sealed class ShippedRunFileTests
{
    private static string Runs([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "..", "runs"));

    public static TheoryData<string> Files() => Directory.Exists(Runs())
        ? [.. Directory.GetFiles(Runs(), "*.json", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Runs(), path))
            .Order(StringComparer.Ordinal)]
        : ["none"];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_run_file_fits_its_topology(string file)
    {
        Assert.SkipUnless(Directory.Exists(Runs()), "the run files are not where the tests were compiled");
        var run = RunFile.Load(Path.Combine(Runs(), file), []);
        Assert.NotEqual(0, run.Rounds);
        if (run.Topology is { } topology)
        {
            Assert.Empty(AlgorithmFit.Require(run.Algorithm, TopologySchedule.Load(topology)));
        }
    }
}
