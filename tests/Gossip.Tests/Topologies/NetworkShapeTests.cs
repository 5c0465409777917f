using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Topologies.Generators;

namespace Murmuration.Gossip.Tests.Topologies;

/// <summary>Distances and what holds a network together, small ones by hand and drawn ones by leaving out each agent
/// and each link in turn.</summary>
public class NetworkShapeTests
{
    [Theory]
    [InlineData("""{ "generator": "ring" }""", 4, 16.0 / 7, "", 0)]
    [InlineData("""{ "generator": "path" }""", 7, 3, "a1 a2 a3 a4 a5 a6", 7)]
    [InlineData("""{ "generator": "star" }""", 2, 1.75, "a0", 7)]
    [InlineData("""{ "generator": "complete" }""", 1, 1, "", 0)]
    [InlineData("""{ "generator": "hierarchy", "groups": 2, "within": "complete" }""", 3, 52.0 / 28, "a0 a4", 1)]
    [InlineData("""{ "rounds": [{ "generator": "path" }, { "links": ["a0-a7"] }] }""", 4, 16.0 / 7, "", 0)]
    public void Eight_agents(string schedule, int diameter, double mean, string cutAgents, int cutLinks)
    {
        var report = new TopologyReport(TopologySchedule.Parse($$"""{ "agents": 8, "schedule": {{schedule}} }"""));

        Assert.Equal(diameter, report.Diameter);
        Assert.Equal(mean, report.MeanDistance!.Value, 1e-12);
        Assert.Equal(cutAgents, string.Join(' ', report.CutAgents!));
        Assert.Equal(cutLinks, report.CutLinkCount);
    }

    [Fact]
    public void Every_agent_and_link_of_a_one_way_ring_holds_it_together()
    {
        var report = new TopologyReport(TopologySchedule.Parse(
            """{ "agents": 5, "directed": true, "schedule": { "generator": "ring" } }"""));

        Assert.Equal((4, 5, 5), (report.Diameter, report.CutAgents!.Count, report.CutLinkCount));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Drawn_networks_agree_with_leaving_out_each_in_turn(bool directed)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var settings = new GeneratorSettings { Generator = "erdosRenyi", Probability = 0.17, Seed = seed };
            var schedule = TopologySchedule.Generate("test", AgentAddress.Loopback(14), settings, directed);
            var links = schedule.LinksAt(0);

            var shape = new NetworkShape(schedule);

            Assert.Equal(
                Enumerable.Range(0, 14).Where(agent => Groups(14, directed, links.Where(
                    link => link.From != agent && link.To != agent)) > 2),
                shape.CutAgents!.Value);
            Assert.Equal(
                links.Where(cut => Groups(14, directed, links.Where(link => link != cut)) > 1), shape.CutLinks!.Value);
        }
    }

    [Theory]
    [InlineData("""{ "generator": "ring" }""", true)]
    [InlineData("""{ "generator": "star" }""", true)]
    [InlineData("""{ "generator": "complete" }""", false)]
    public void Two_sides_are_found(string schedule, bool expected) => Assert.Equal(
        expected,
        new NetworkShape(TopologySchedule.Parse($$"""{ "agents": 6, "schedule": {{schedule}} }""")).HasTwoSides);

    [Theory]
    [InlineData("0-1 1-2 3-4", false, "0 1 2|3 4|5")]
    [InlineData("0-1 1-2 2-0 2-3 3-4 4-3", true, "0 1 2|3 4|5")]
    [InlineData("5-4 4-3 3-2 2-1 1-0 0-5", true, "0 1 2 3 4 5")]
    public void Groups_are_those_that_reach_each_other(string links, bool directed, string expected)
    {
        var parsed = links.Split(' ').Select(link => new Link(link[0] - '0', link[2] - '0'));
        var groups = AgentGroups.Of(6, directed, [.. parsed]);

        Assert.Equal(expected, string.Join('|', groups.Select(group => string.Join(' ', group))));
    }

    private static int Groups(int agentCount, bool directed, IEnumerable<Link> links) =>
        AgentGroups.Of(agentCount, directed, [.. links]).Count;
}
