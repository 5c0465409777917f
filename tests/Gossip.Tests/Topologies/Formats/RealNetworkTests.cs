using System.Globalization;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Topologies.Formats;
using Murmuration.Testing;

namespace Murmuration.Gossip.Tests.Topologies.Formats;

/// <summary>Real networks from the folder MURMURATION_DATA: the Internet Topology Zoo and social networks in their
/// original formats and as edge lists, and an index of what they are like.</summary>
public class RealNetworkTests
{
    private const int LargestForEigenvalues = 60;

    [Fact]
    public void Every_original_file_loads_or_is_refused_for_its_groups()
    {
        var (connected, disconnected) = (0, 0);
        foreach (var network in Networks())
        {
            if (network.ComponentCount == 1)
            {
                AssertAgrees(network);
                connected++;
            }
            else
            {
                AssertRefused(network);
                disconnected++;
            }
        }

        Assert.Equal((257, 23), (connected, disconnected));
    }

    [Fact]
    public void The_second_eigenvalue_agrees_with_the_index()
    {
        var compared = 0;
        var connected = Networks().Where(one => one.ComponentCount == 1);
        foreach (var network in connected.Where(one => one.AgentCount <= LargestForEigenvalues))
        {
            var gap = new TopologyReport(Load(network.Original)).SpectralGap!.Value;
            Assert.True(Math.Abs(1 - gap - network.SecondEigenvalue) <= 1e-6,
                $"{network.Original}: {1 - gap}, not {network.SecondEigenvalue}");
            compared++;
        }

        Assert.True(compared > 100, $"{compared} networks compared");
    }

    [Fact]
    public void A_network_of_too_many_agents_is_refused()
    {
        var path = Path.Combine(Root(), "social", "musae_facebook_edges.csv.gz");

        var error = Assert.Throws<TopologyException>(() => TopologySchedule.Load(path));

        Assert.Contains("line 18773: more than 10,000 agents", error.Message, StringComparison.Ordinal);
    }

    private static void AssertAgrees(Network network)
    {
        var schedule = Load(network.Original);
        var list = Load(network.EdgeList);

        Assert.Equal(network.AgentCount, schedule.Agents.Count);
        Assert.Equal(network.LinkCount, schedule.LinksAt(0).Count);
        Assert.All(schedule.Agents, agent => Assert.True(AgentIds.IsValid(agent.Id), agent.Id));
        Assert.Equal(
            network.LinkCount != network.EdgeCount,
            schedule.Notices.Any(notice => notice.Contains(" link", StringComparison.Ordinal)));
        Assert.Equal(list.LinksAt(0), schedule.LinksAt(0));
        var degrees = Enumerable.Range(0, schedule.Agents.Count).Select(i => schedule.EverNeighbours(i).Count).ToList();
        Assert.Equal((network.FewestLinks, network.MostLinks), (degrees.Min(), degrees.Max()));
        Assert.Equal(network.Diameter, new NetworkShape(schedule).Diameter);
    }

    private static void AssertRefused(Network network)
    {
        var error = Assert.Throws<TopologyException>(() => Load(network.Original));

        Assert.StartsWith(network.Original, error.Message, StringComparison.Ordinal);
        Assert.Contains(
            $"falls apart: no path, over all rounds, joins the {network.ComponentCount} groups (", error.Message,
            StringComparison.Ordinal);
        var part = TopologyImport.Load([network.Original], new ImportOptions { LargestGroup = true });
        Assert.InRange(part.Agents.Count, 2, network.AgentCount - network.ComponentCount + 1);
    }

    /// <summary>One file says that its links go one way, and means both.</summary>
    private static TopologySchedule Load(string path)
    {
        bool? directed = path.EndsWith(".gml", StringComparison.Ordinal) ? false : null;
        return TopologyImport.Load([path], new ImportOptions { Directed = directed });
    }

    private static string Root()
    {
        var root = Path.Combine(ReferenceData.Data ?? "", "topologies-real");
        Assert.SkipUnless(File.Exists(Path.Combine(root, "INDEX.tsv")), ReferenceData.NoData);
        return root;
    }

    private static IEnumerable<Network> Networks()
    {
        var root = Root();
        var lines = File.ReadAllLines(Path.Combine(root, "INDEX.tsv")).Select(line => line.Split('\t')).ToArray();
        return lines.Skip(1).Where(line => line[Column("edgelist_file")].Length > 0).Select(line => new Network(
            Path.Combine(root, line[Column("original_file")]),
            Path.Combine(root, line[Column("edgelist_file")]),
            Number(line, "nodes"),
            Number(line, "simple_edges"),
            Number(line, "edges_in_file"),
            Number(line, "components"),
            Number(line, "min_degree"),
            Number(line, "max_degree"),
            Number(line, "diameter"),
            double.TryParse(
                line[Column("metropolis_slem")], CultureInfo.InvariantCulture, out var value) ? value : double.NaN));

        int Column(string name) => Array.IndexOf(lines[0], name);

        int Number(string[] line, string column) => NumberText.Count(line[Column(column)]) ?? -1;
    }

    private sealed record Network(
        string Original, string EdgeList, int AgentCount, int LinkCount, int EdgeCount, int ComponentCount,
        int FewestLinks, int MostLinks, int Diameter, double SecondEigenvalue);
}
