using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Tests.Topologies.Formats;

public class NodeLinkTests
{
    [Theory]
    [InlineData("""{ "nodes": [{ "id": "x" }, { "id": "y" }], "links": [{ "source": "x", "target": "y" }] }""", "x-y")]
    [InlineData("""{ "nodes": [{ "id": 5 }, { "id": 4 }], "edges": [{ "source": 4, "target": 5 }] }""", "5-4")]
    [InlineData("""
        { "directed": true, "multigraph": false, "graph": { "name": "pair" },
          "nodes": [{ "id": "x" }, { "id": "y" }],
          "links": [{ "source": "x", "target": "y" }, { "source": "y", "target": "x" }] }
        """, "x>y y>x")]
    [InlineData("""
        { "directed": false, "multigraph": true, "nodes": [{ "id": "x" }, { "id": "y" }],
          "links": [{ "source": "x", "target": "y", "key": 0 }, { "source": "x", "target": "y", "key": 1 }] }
        """, "x-y")]
    [InlineData("""
        { "nodes": [{ "id": [0, 0] }, { "id": [0, 1] }], "links": [{ "source": [0, 0], "target": [0, 1] }] }
        """, "0-0-0-1")]
    [InlineData("""{ "nodes": [{ "id": "x" }, { "id": "y" }], "links": [{ "source": 0, "target": 1 }] }""", "x-y")]
    [InlineData("""
        { "nodes": [{ "id": "x" }, { "id": "y" }], "links": [{ "source": "x", "target": "y", "weight": 0.5 }] }
        """, "x-y:0.5")]
    public void Nodes_and_links(string text, string links) =>
        Assert.Equal(links, FormatFile.Links(FormatFile.Load("net.json", text)));

    [Fact]
    public void Name_and_positions_are_kept()
    {
        var schedule = FormatFile.Load("net.json", """
            { "graph": { "name": "office" }, "nodes": [{ "id": "x", "x": 1.5, "y": -2 }, { "id": "y", "pos": [3, 4] }],
              "links": [{ "source": "x", "target": "y" }] }
            """);

        Assert.Equal("office", schedule.Name);
        Assert.Equal([new(1.5, -2), new(3, 4)], schedule.Agents.Select(agent => agent.Position!.Value));
    }

    [Theory]
    [InlineData("""{ "nodes": [{ "name": "x" }], "links": [] }""", "line 1: nodes[0]: \"id\" is missing")]
    [InlineData("""{ "nodes": [{ "id": "x" }, { "id": "x" }], "links": [] }""", "nodes[1]: the id \"x\" stands here")]
    [InlineData("""{ "nodes": [{ "id": "x" }] }""", "\"links\" (or \"edges\") is missing")]
    [InlineData("""{ "nodes": [{ "id": "x" }], "links": [{ "source": "x" }] }""", "links[0]: \"target\" is missing")]
    [InlineData("""{ "nodes": [{ "id": "x" }], "links": [{ "source": "x", "target": "z" }] }""",
        "links[0].target: there is no node \"z\"")]
    [InlineData("""{ "nodes": [{ "id": "x" }], "links": [{ "source": 0, "target": 1 }] }""", "there is no node \"1\"")]
    [InlineData("""{ "nodes": 3, "links": [] }""", "nodes: must be a list")]
    [InlineData("""{ "directed": "no", "nodes": [], "links": [] }""", "directed: must be true or false")]
    [InlineData("""{ "nodes": [], "links": [] }""", "the file names no agents")]
    public void Mistakes_are_named(string text, string expected) =>
        Assert.Contains(expected, FormatFile.Refused("net.json", text), StringComparison.Ordinal);

    [Fact]
    public void Our_own_files_are_told_from_it()
    {
        var schedule = FormatFile.Load("net.json", """{ "agents": 3, "schedule": { "generator": "ring" } }""");

        Assert.True(schedule.HasAddresses);
        Assert.Empty(schedule.Notices);
        Assert.Equal(3, schedule.LinksAt(0).Count);
    }
}
