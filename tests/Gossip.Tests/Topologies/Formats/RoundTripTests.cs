using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Topologies.Formats;
using Murmuration.Testing;

namespace Murmuration.Gossip.Tests.Topologies.Formats;

/// <summary>What is written in any format reads back equal, and so does what is written in two after each
/// other.</summary>
public sealed class RoundTripTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Formats => new(TopologyImport.FormatNames);

    private static IEnumerable<TopologySchedule> Schedules =>
        ((string[])[
            """{ "name": "ring", "agents": 8, "schedule": { "generator": "ring" } }""",
            """
            { "name": "drawn \"x\" & <é>", "agents": 40,
              "schedule": { "generator": "erdosRenyi", "probability": 0.2 } }
            """,
            """{ "agents": 9, "directed": true, "schedule": { "generator": "torus" } }""",
            """{ "agents": 2, "schedule": { "links": [["a0", "a1", 1e-7]] } }""",
            """{ "agents": 3, "schedule": { "links": [["a2", "a0", 0.1], ["a0", "a1", 0.3333333333333333]] } }""",
            """
            { "agents": ["node", "graph", "x-1", "0", "007", "edge_.-"],
              "schedule": { "links": [
                ["graph", "node"], ["node", "x-1"], ["0", "x-1"], ["0", "007"], ["007", "edge_.-"]] } }
            """,
            """
            { "agents": [{ "id": "b", "position": [-122.3, 47.6] }, { "id": "a", "position": [0.5, -1e-9] }],
              "schedule": { "generator": "path" } }
            """,
            """{ "agents": 1, "schedule": { "links": [] } }""",
        ]).Select(text => TopologySchedule.Parse(text, "net"));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Formats))]
    public void What_is_written_reads_back_equal(string format)
    {
        foreach (var schedule in Schedules)
        {
            var (text, losses) = TopologyExport.Write(schedule, format, round: null, comment: null);
            var read = FormatFile.Load("net.x", text, new() { Format = format, Directed = schedule.Directed });

            AssertLinks(format, schedule, read);
            if (format is not "edges")
            {
                Assert.Equal(schedule.Agents.Select(agent => agent.Id), read.Agents.Select(agent => agent.Id));
                Assert.Equal(schedule.Fingerprint, read.Fingerprint);
            }

            var hasPositions = schedule.Agents.Any(agent => agent.Position is not null);
            Assert.Equal(
                hasPositions && format is ("edgelist" or "edges" or "adjacency"),
                losses.Any(loss => loss.Contains("positions", StringComparison.Ordinal)));
            if (format is "json" or "nodelink" or "graphml" or "gml" or "dot")
            {
                Assert.Equal(schedule.Name, read.Name);
                Assert.Equal(
                    schedule.Agents.Select(agent => agent.Position), read.Agents.Select(agent => agent.Position));
            }
        }
    }

    /// <summary>A file of each format, told by its ending alone or by its content alone.</summary>
    [Theory]
    [InlineData("net.txt", "edgelist")]
    [InlineData("net.edges", "edges")]
    [InlineData("net.csv", "adjacency")]
    [InlineData("net.json", "nodelink")]
    [InlineData("net.graphml", "graphml")]
    [InlineData("net.dot", "dot")]
    [InlineData("net.gml", "gml")]
    [InlineData("net.json", "json")]
    public void A_format_is_told_by_ending_and_by_content(string name, string format)
    {
        var schedule = Schedules.First();
        var text = TopologyExport.Write(schedule, format, round: null, comment: null).Text;

        AssertLinks(format, schedule, FormatFile.Load(name, text));
        AssertLinks(format, schedule, FormatFile.Load("net.unknown", text));
        Assert.Equal(name == "net.json" ? "json" : format, TopologyExport.FormatOf(name));
    }

    [Fact]
    public void A_round_of_a_schedule_that_changes_is_written_when_it_is_chosen()
    {
        var schedule = TopologySchedule.Parse(
            """{ "agents": 4, "schedule": { "rounds": [{ "generator": "ring" }, { "generator": "path" }] } }""");

        var refused = Assert.Throws<TopologyException>(() => TopologyExport.Write(schedule, "graphml", null, null));
        Assert.Contains("choose it with --round N", refused.Message, StringComparison.Ordinal);
        foreach (var format in TopologyImport.FormatNames)
        {
            var text = TopologyExport.Write(schedule, format, round: 3, comment: null).Text;
            var read = FormatFile.Load("net", text, new() { Format = format });
            Assert.Equal(schedule.LinksAt(1), read.LinksAt(0));
        }
    }

    [Fact]
    public void Losses_are_said()
    {
        var schedule = TopologySchedule.Parse(
            """{ "agents": 3, "directed": true, "weights": "push", "schedule": { "generator": "ring" } }""");
        Assert.Equal(2, TopologyExport.Write(schedule, "edges", null, null).Losses.Count);

        var lazy = TopologySchedule.Parse(
            """{ "agents": 3, "weights": { "laplacian": 0.1 }, "schedule": { "generator": "ring" } }""");
        Assert.Equal(
            ["the mixing weights (laplacian) are left out"], TopologyExport.Write(lazy, "dot", null, null).Losses);
        Assert.Empty(TopologyExport.Write(lazy, "json", null, null).Losses);
    }

    private static void AssertLinks(string format, TopologySchedule expected, TopologySchedule actual) => Assert.Equal(
        expected.LinksAt(0).Select(link => format == "edges" ? new Link(link.From, link.To) : link),
        actual.LinksAt(0));
}
