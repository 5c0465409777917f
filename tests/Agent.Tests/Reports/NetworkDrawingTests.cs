using System.Globalization;
using System.Xml.Linq;
using Murmuration.Agent.Reports.Drawing;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Tests.Reports;

public class NetworkDrawingTests
{
    [Fact]
    public void Agents_and_links_can_be_found_and_say_what_they_are()
    {
        var drawing = NetworkDrawing.Draw(
            "title <&>",
            GraphLayout.Circle(2),
            [new("a<0>", "present", "first"), new("a1", "away", "second")],
            [new(0, 1, "suspended", "late & lost")]);

        var svg = XDocument.Parse(drawing.ToString()).Root!;
        Assert.Equal(("network", "img"), ((string?)svg.Attribute("class"), (string?)svg.Attribute("role")));
        Assert.Equal("title <&>", Child(svg, "title").Value);
        var link = Assert.Single(svg.Elements(), element => element.Attribute("data-link") is not null);
        Assert.Equal(
            ("link suspended", "0-1", "late & lost"),
            ((string?)link.Attribute("class"), (string?)link.Attribute("data-link"), Child(link, "title").Value));
        var agents = svg.Elements().Where(element => element.Attribute("data-agent") is not null).ToList();
        Assert.Equal(["agent present", "agent away"], agents.Select(agent => (string?)agent.Attribute("class")));
        Assert.Equal("a<0>", Child(agents[0], "text").Value);
    }

    [Fact]
    public void Links_that_go_one_way_end_in_an_arrow()
    {
        var paths = Paths("""{ "agents": 3, "directed": true, "schedule": { "generator": "ring" } }""");
        var plain = Paths("""{ "agents": 3, "schedule": { "generator": "ring" } }""");

        Assert.All(paths, path => Assert.Equal(2, path.Count(letter => letter == 'M')));
        Assert.All(plain, path => Assert.Equal(1, path.Count(letter => letter == 'M')));
    }

    [Theory]
    [InlineData(60, 60)]
    [InlineData(61, 0)]
    public void Labels_are_left_out_where_nobody_could_read_them(int agents, int labels)
    {
        var schedule = TopologySchedule.Parse($$"""{ "agents": {{agents}}, "schedule": { "generator": "ring" } }""");

        var drawing = NetworkDrawing.Draw(schedule, 0, GraphLayout.Of(schedule));

        Assert.Equal(labels, drawing.Descendants().Count(element => element.Name.LocalName == "text"));
        Assert.Equal(agents, drawing.Descendants().Count(element => element.Name.LocalName == "circle"));
    }

    [Fact]
    public void Long_labels_widen_the_drawing()
    {
        var schedule = TopologySchedule.Parse("""
            { "agents": ["far-to-the-left-and-with-a-long-name", "b"], "schedule": { "generator": "path" } }
            """);

        var box = ((string)NetworkDrawing.Draw(schedule, 0, GraphLayout.Of(schedule)).Attribute("viewBox")!)
            .Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToList();

        Assert.True(box[0] < -150 && box[2] > 600, string.Join(' ', box));
    }

    [Fact]
    public void A_round_of_a_schedule_shows_its_links_alone()
    {
        var schedule = TopologySchedule.Parse("""
            { "name": "x", "agents": 4, "schedule": { "rounds": [{ "links": ["a0-a1"] }, { "generator": "path" }] } }
            """);
        var layout = GraphLayout.Of(schedule);

        Assert.Single(Links(NetworkDrawing.Draw(schedule, 2, layout)));
        Assert.Equal(3, Links(NetworkDrawing.Draw(schedule, 1, layout)).Count);
        Assert.Equal("x, round 1: 4 agents, 3 links", Child(NetworkDrawing.Draw(schedule, 1, layout), "title").Value);
    }

    private static List<string> Paths(string text)
    {
        var schedule = TopologySchedule.Parse(text);
        return Links(NetworkDrawing.Draw(schedule, 0, GraphLayout.Of(schedule)));
    }

    private static List<string> Links(XElement drawing) => [.. drawing.Elements()
        .Where(element => element.Attribute("data-link") is not null)
        .Select(element => (string)element.Attribute("d")!)];

    private static XElement Child(XElement element, string name) =>
        element.Elements().Single(child => child.Name.LocalName == name);
}
