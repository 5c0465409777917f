using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Tests.Topologies;

/// <summary>Agents as data groups of modules.</summary>
public class GridTests
{
    private const string Links = "\"schedule\": { \"links\": [\"a0-a1\", \"a2-a3\", \"a0-a2\", \"a1-a3\"] }";

    [Fact]
    public void A_grid_says_who_holds_what_and_only_agents_with_the_same_module_mix()
    {
        var schedule = TopologySchedule.Parse(
            $$"""{ "agents": 4, "grid": [["a1", "a0"], ["a3", "a2"]], {{Links}} }""");
        var grid = schedule.Grid!;
        Assert.Equal((2, 2), (grid.Groups, grid.Modules));
        Assert.Equal([1, 0, 3, 2], ((int[])[0, 1]).SelectMany(s => ((int[])[0, 1]).Select(k => grid[s, k])));
        Assert.Equal((1, 0), grid.PlaceOf(3));
        double[,] expected =
        {
            { 0.5, 0, 0.5, 0 }, { 0, 0.5, 0, 0.5 }, { 0.5, 0, 0.5, 0 }, { 0, 0.5, 0, 0.5 },
        };
        Assert.Equal(expected, schedule.MixingMatrix(7));
    }

    [Theory]
    [InlineData(1, 1, "ring", 0)]
    [InlineData(1, 4, "ring", 3)]
    [InlineData(4, 1, "ring", 4)]
    [InlineData(4, 1, "complete", 6)]
    [InlineData(2, 3, "ring", 7)]
    [InlineData(4, 3, "ring", 20)]
    [InlineData(4, 3, "complete", 26)]
    public void A_pipeline_has_chains_and_module_groups_and_loads_back_equal(
        int groups, int modules, string within, int links)
    {
        var schedule = TopologySchedule.Generate(
            "p",
            AgentAddress.Loopback(groups * modules),
            new() { Generator = "pipeline", Groups = groups, Modules = modules, Within = within });
        Assert.Equal(links, schedule.LinksAt(0).Count);
        var matrix = schedule.MixingMatrix(0);
        for (var i = 0; i < groups * modules; i++)
        {
            var row = Enumerable.Range(0, groups * modules).Select(j => matrix[i, j]).ToList();
            Assert.Equal(1, row.Sum(), 1e-12);
            Assert.All(row.Index(), c => Assert.True(c.Item == 0 || schedule.Grid!.HoldSameModule(i, c.Index)));
        }

        var loaded = TopologySchedule.Parse(schedule.ToJson());
        Assert.Equal(schedule.Fingerprint, loaded.Fingerprint);
        Assert.Equal(schedule.ToJson(), loaded.ToJson());
        Assert.Equal(matrix, loaded.MixingMatrix(0));
        Assert.Equal(schedule.Grid!.PlaceOf(0), loaded.WithAddresses(loaded.Agents).Grid!.PlaceOf(0));
    }

    [Fact]
    public void The_fingerprint_tells_who_holds_what()
    {
        string[] grids =
        [
            "", "\"grid\": [[\"a0\", \"a1\"], [\"a2\", \"a3\"]],", "\"grid\": [[\"a1\", \"a0\"], [\"a3\", \"a2\"]],",
        ];
        var prints = grids.Select(
            grid => TopologySchedule.Parse($$"""{ "agents": 4, {{grid}} {{Links}} }""").Fingerprint);
        Assert.Equal(3, prints.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("[]", "grid: is empty")]
    [InlineData("3", "grid: must be a list")]
    [InlineData("[[\"a0\", \"a1\"], [\"a2\"]]", "grid[1]: has 1 agents, and grid[0] has 2")]
    [InlineData("[[\"a0\", \"a1\"], [\"a2\", \"a9\"]]", "grid[1][1]: unknown agent the text \"a9\"")]
    [InlineData("[[\"a0\", \"a1\"], [\"a2\", \"a1\"]]", "grid[1][1]: \"a1\" stands in the grid already as grid[0][1]")]
    [InlineData("[[\"a0\", \"a1\"]]", "grid: \"a2\" has no place in it")]
    [InlineData("[[\"a0\", \"a3\"], [\"a1\", \"a2\"]]", "grid[0][1]: no link joins \"a0\" and \"a3\"")]
    [InlineData("[[\"a0\", \"a1\"], [\"a3\", \"a2\"]]", "grid: no path joins \"a0\" and \"a3\"")]
    public void A_wrong_grid_is_refused_with_its_line(string grid, string expected)
    {
        var error = Assert.Throws<TopologyException>(() =>
            TopologySchedule.Parse($"{{ \"agents\": 4,\n \"grid\": {grid},\n {Links} }}", "bad.json"));
        Assert.Contains("line 2: " + expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_grid_has_no_one_way_links()
    {
        var error = Assert.Throws<TopologyException>(() => TopologySchedule.Parse(
            """
            { "agents": 2, "directed": true, "grid": [["a0", "a1"]], "schedule": { "links": ["a0-a1", "a1-a0"] } }
            """));
        Assert.Contains("grid: needs links both ways", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "generator": "pipeline", "modules": 2 }""", "schedule: \"groups\" is missing")]
    [InlineData("""{ "generator": "pipeline", "groups": 2 }""", "schedule: \"modules\" is missing")]
    [InlineData("""{ "generator": "pipeline", "groups": 2, "modules": 3 }""", "2 groups of 3 modules do not make")]
    [InlineData("""{ "generator": "pipeline", "groups": 2, "modules": 2, "within": "star" }""",
        "schedule.within: \"star\" is unknown")]
    public void A_wrong_pipeline_is_refused(string schedule, string expected)
    {
        var error = Assert.Throws<TopologyException>(
            () => TopologySchedule.Parse($$"""{ "agents": 4, "schedule": {{schedule}} }""", "bad.json"));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
