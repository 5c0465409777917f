using System.Globalization;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Tests.Topologies;

/// <summary>Real networks from the folder MURMURATION_DATA: the Internet Topology Zoo and social networks, as edge
/// lists.</summary>
public class RealTopologyTests
{
    private const int LargestForEigenvalues = 100;

    [Fact]
    public void Connected_networks_load_and_disconnected_ones_are_refused()
    {
        var (connected, disconnected) = (0, 0);
        foreach (var network in Networks())
        {
            if (network.ComponentCount == 1)
            {
                var schedule = EdgeListReader.Load(network.Path);
                Assert.Equal(
                    (network.AgentCount, network.LinkCount), (schedule.Agents.Count, schedule.LinksAt(0).Count));
                connected++;
                continue;
            }
            var error = Assert.Throws<TopologyException>(() => EdgeListReader.Load(network.Path));
            Assert.Contains("falls apart", error.Message, StringComparison.Ordinal);
            disconnected++;
        }
        Assert.True(
            connected > 100 && disconnected > 10, $"{connected} connected and {disconnected} disconnected networks");
    }

    [Fact]
    public void The_second_eigenvalue_agrees_with_the_index()
    {
        var compared = 0;
        var connected = Networks().Where(one => one.ComponentCount == 1);
        foreach (var network in connected.Where(one => one.AgentCount <= LargestForEigenvalues))
        {
            var gap = new TopologyReport(EdgeListReader.Load(network.Path)).SpectralGap!.Value;
            Assert.True(Math.Abs(1 - gap - network.SecondEigenvalue) <= 1e-6,
                $"{network.Path}: {1 - gap}, not {network.SecondEigenvalue}");
            compared++;
        }
        Assert.True(compared > 100, $"{compared} networks compared");
    }

    private static IEnumerable<Network> Networks()
    {
        var folder = Environment.GetEnvironmentVariable("MURMURATION_DATA");
        var root = Path.Combine(folder ?? "", "topologies-real");
        if (string.IsNullOrEmpty(folder) || !File.Exists(Path.Combine(root, "INDEX.tsv")))
            Assert.Skip("MURMURATION_DATA names no folder with topologies-real.");
        var lines = File.ReadAllLines(Path.Combine(root, "INDEX.tsv")).Select(line => line.Split('\t')).ToArray();
        int Column(string name) => Array.IndexOf(lines[0], name);
        return lines.Skip(1).Where(line => line[Column("edgelist_file")].Length > 0).Select(line => new Network(
            Path.Combine(root, line[Column("edgelist_file")]),
            int.Parse(line[Column("nodes")], CultureInfo.InvariantCulture),
            int.Parse(line[Column("simple_edges")], CultureInfo.InvariantCulture),
            int.Parse(line[Column("components")], CultureInfo.InvariantCulture),
            double.TryParse(
                line[Column("metropolis_slem")], CultureInfo.InvariantCulture, out var value) ? value : double.NaN));
    }

    private sealed record Network(
        string Path, int AgentCount, int LinkCount, int ComponentCount, double SecondEigenvalue);
}
