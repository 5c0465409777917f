using Murmuration.Agent.Reports.Drawing;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Topologies.Generators;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Reports;

public class GraphLayoutTests
{
    [Theory]
    [InlineData("""{ "generator": "ring" }""", 40)]
    [InlineData("""{ "generator": "complete" }""", 12)]
    [InlineData("""{ "generator": "randomRegular", "degree": 3 }""", 16)]
    [InlineData("""{ "generator": "onePeerExponential" }""", 16)]
    public void Networks_that_look_alike_from_everywhere_stand_on_a_circle(string schedule, int agents)
    {
        var layout = Layout(schedule, agents);

        Assert.Equal((0.5, 0.0), (Math.Round(layout[0].X, 9), Math.Round(layout[0].Y, 9)));
        Assert.All(Enumerable.Range(0, agents), k => Assert.Equal(0.5, Distance(layout[k], (0.5, 0.5)), 1e-9));
    }

    [Fact]
    public void A_ring_whose_agents_are_in_no_order_is_walked_along()
    {
        var schedule = Parse("""{ "links": ["a0-a3", "a3-a1", "a1-a4", "a4-a2", "a2-a0"] }""", 5);
        var layout = GraphLayout.Of(schedule);

        var side = Distance(layout[0], layout[3]);

        Assert.All(schedule.LinksAt(0), link => Assert.Equal(side, Distance(layout[link.From], layout[link.To]), 1e-9));
    }

    [Fact]
    public void A_star_has_its_hub_in_the_middle()
    {
        var layout = Layout("""{ "generator": "star" }""", 9);

        Assert.Equal((0.5, 0.5), layout[0]);
        Assert.All(Enumerable.Range(1, 8), k => Assert.Equal(0.5, Distance(layout[k], layout[0]), 1e-9));
    }

    [Theory]
    [InlineData("""{ "generator": "grid" }""", 30, 0.1)]
    [InlineData("""{ "generator": "path" }""", 12, 0.02)]
    public void Links_of_a_grid_go_across_and_down_and_are_equally_long(string form, int agents, double tolerance)
    {
        var schedule = Parse(form, agents);
        var layout = GraphLayout.Of(schedule);
        var lengths = schedule.LinksAt(0).Select(link => Length(layout, link)).ToList();

        Assert.InRange(lengths.Max() / lengths.Min(), 1, 1 + (2 * tolerance));
        Assert.All(schedule.LinksAt(0), link =>
        {
            var (x, y) = Way(layout, link);
            Assert.InRange(Math.Min(Math.Abs(x), Math.Abs(y)), 0, tolerance * lengths.Average());
        });
        Assert.True(layout[0].X < 0.2, "the first agent stands to the left");
    }

    [Theory]
    [InlineData("""{ "generator": "erdosRenyi", "probability": 0.06, "seed": 1 }""", 60)]
    [InlineData("""{ "generator": "torus" }""", 25)]
    [InlineData("""{ "generator": "hierarchy", "groups": 5, "within": "complete" }""", 25)]
    [InlineData("""{ "generator": "baseGraph", "degree": 1 }""", 33)]
    [InlineData("""{ "generator": "path" }""", 1500)]
    [InlineData("""{ "generator": "path" }""", 1)]
    [InlineData("""{ "generator": "path" }""", 2)]
    [InlineData("""{ "generator": "path" }""", 3)]
    public void Agents_stand_apart_within_the_drawing_and_always_at_the_same_place(string schedule, int agents)
    {
        var (layout, again) = (Layout(schedule, agents), Layout(schedule, agents));

        var places = Enumerable.Range(0, agents).Select(k => layout[k]).ToList();
        Assert.Equal(places, Enumerable.Range(0, agents).Select(k => again[k]));
        Assert.All(places, place => Assert.True(place is { X: >= 0 and <= 1, Y: >= 0 and <= 1 }, $"{place}"));
        Assert.InRange(layout.Height, 0.3, 1.2);
        Assert.Equal(agents, places.DistinctBy(place => (Math.Round(place.X, 5), Math.Round(place.Y, 5))).Count());
        Assert.All(Enumerable.Range(0, agents), k => Assert.Equal(1, Distance(layout.LabelSide(k), (0, 0)), 1e-9));
    }

    [Fact]
    public void Modules_stand_in_rows_and_bent_columns()
    {
        var settings = new GeneratorSettings { Generator = "pipeline", Groups = 5, Modules = 3 };
        var layout = GraphLayout.Of(TopologySchedule.Generate("test", AgentAddress.Loopback(15), settings));

        for (var group = 0; group < 5; group++)
        {
            Assert.Equal(layout[3 * group].Y, layout[(3 * group) + 2].Y, 1e-9);
            Assert.True(layout[3 * group].X < layout[(3 * group) + 1].X);
        }

        Assert.True(layout[6].X > layout[0].X + 0.02, "a link from the first to the last group passes the third");
    }

    [Fact]
    public void Linked_agents_are_nearer_to_each_other_than_others()
    {
        var schedule = Parse("""{ "generator": "erdosRenyi", "probability": 0.06, "seed": 1 }""", 60);
        var layout = GraphLayout.Of(schedule);
        var all = Enumerable.Range(0, 60).SelectMany(
            i => Enumerable.Range(i + 1, 59 - i).Select(j => Length(layout, new Link(i, j)))).ToList();

        Assert.InRange(schedule.LinksAt(0).Average(link => Length(layout, link)), 0, 0.5 * all.Average());
    }

    [Fact]
    public void Cities_stand_as_on_a_map()
    {
        Assert.SkipWhen(SourceTree.Root is null, SourceTree.Absent);
        var schedule = TopologySchedule.Load(Path.Combine(SourceTree.Root, "topologies", "abilene.json"));
        var layout = GraphLayout.Of(schedule);

        var (seattle, losAngeles, newYork) = (Place("Seattle"), Place("Los-Angeles"), Place("New-York"));
        Assert.Equal(0, seattle.X, 1e-9);
        Assert.Equal(1, newYork.X, 1e-9);
        Assert.True(seattle.Y < newYork.Y && newYork.Y < losAngeles.Y, "north is up");

        // 48.3 degrees from west to east at 39 degrees north, 17.8 from south to north.
        Assert.Equal(17.8 / (48.3 * Math.Cos(38.5 * Math.PI / 180)), layout.Height, 0.02);

        (double X, double Y) Place(string id) => layout[schedule.IndexOf(id)];
    }

    [Fact]
    public void Agents_at_the_same_place_stand_side_by_side_and_those_without_one_between_their_neighbours()
    {
        var layout = GraphLayout.Of(TopologySchedule.Parse("""
            { "agents": [{ "id": "a", "position": [0, 0] }, { "id": "b", "position": [0, 0] },
                { "id": "c", "position": [100, 0] }, "between"],
              "schedule": { "links": ["a-b", "b-c", "between-a", "between-c"] } }
            """));

        Assert.True(Distance(layout[0], layout[1]) > 0.05);
        Assert.InRange(layout[3].X, 0.35, 0.65);
    }

    [Fact]
    public void Agents_that_move_stand_where_they_are()
    {
        var schedule = Parse("""{ "generator": "mobile", "range": 0.4, "speed": 0.1 }""", 9);
        var (first, later) = (GraphLayout.Of(schedule), GraphLayout.Of(schedule, round: 7));

        Assert.All(Enumerable.Range(0, 9), k =>
        {
            var place = schedule.PositionsAt(7)![k];
            Assert.Equal((place.X, 1 - place.Y), later[k]);
        });
        Assert.NotEqual(first[0], later[0]);
        Assert.Equal(first.Spacing, later.Spacing);
    }

    private static GraphLayout Layout(string schedule, int agents) => GraphLayout.Of(Parse(schedule, agents));

    private static TopologySchedule Parse(string schedule, int agents) =>
        TopologySchedule.Parse($$"""{ "agents": {{agents}}, "schedule": {{schedule}} }""");

    private static (double X, double Y) Way(GraphLayout layout, Link link) => (
        layout[link.To].X - layout[link.From].X, (layout[link.To].Y - layout[link.From].Y) * layout.Height);

    private static double Length(GraphLayout layout, Link link) => Distance(Way(layout, link), (0, 0));

    private static double Distance((double X, double Y) one, (double X, double Y) other) =>
        Math.Sqrt(((one.X - other.X) * (one.X - other.X)) + ((one.Y - other.Y) * (one.Y - other.Y)));
}
