using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Tests.Topologies.Formats;

public class GraphMlTests
{
    [Fact]
    public void Labels_positions_names_and_weights_are_read()
    {
        var schedule = FormatFile.Load("net.graphml", """
            <?xml version="1.0" encoding="utf-8"?>
            <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
              <key attr.name="label" attr.type="string" for="node" id="d1" />
              <key attr.name="Longitude" attr.type="double" for="node" id="d2" />
              <key attr.name="Latitude" attr.type="double" for="node" id="d3" />
              <key attr.name="weight" attr.type="double" for="edge" id="d4" />
              <key attr.name="Network" attr.type="string" for="graph" id="d5" />
              <graph edgedefault="undirected">
                <data key="d5">Two towns</data>
                <node id="0">
                  <data key="d1">São Paulo</data><data key="d2">-46.6</data><data key="d3">-23.5</data>
                </node>
                <node id="1"><data key="d1"><![CDATA[R&D <lab>]]></data></node>
                <edge source="0" target="1"><data key="d4">0.5</data></edge>
              </graph>
            </graphml>
            """);

        Assert.Equal("Two towns", schedule.Name);
        Assert.Equal("Sao-Paulo-R-D-lab:0.5", FormatFile.Links(schedule));
        Assert.Equal([new(-46.6, -23.5), null], schedule.Agents.Select(agent => agent.Position));
        Assert.Contains("\"São Paulo\" is Sao-Paulo", schedule.Notices[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""<node id="a"/><node id="b"/><edge source="a" target="b"/>""", "a-b")]
    [InlineData("""<edge source="a" target="b"/><node id="a"/><node id="b"/>""", "a-b")]
    [InlineData("""<node id="a"/><node id="b"/><edge source="a" target="b"/><edge source="b" target="a"/>""", "a-b")]
    [InlineData(
        """<node id="a"/><node id="b"/><edge source="a" target="b" directed="true"/><edge source="a" target="b"/>""",
        "a>b b>a")]
    [InlineData("""
        <node id="n0"><data key="g"><y:ShapeNode xmlns:y="http://www.yworks.com/xml/graphml"><y:NodeLabel>Left<y:Model/>
        </y:NodeLabel></y:ShapeNode></data></node><node id="n1"/><edge source="n0" target="n1"/>
        """, "Left-n1")]
    [InlineData("""
        <node id="0"><data key="label">x</data></node><node id="1"><data key="label">x</data></node>
        <node id="2"><data key="label">?</data></node><edge source="0" target="1"/><edge source="1" target="2"/>
        """, "x-x-2 x-2-a2")]
    public void Nodes_and_edges(string elements, string links) =>
        Assert.Equal(links, FormatFile.Links(FormatFile.Load("net.graphml", Document(elements))));

    [Theory]
    [InlineData("""<node/>""", "line 1: this <node> has no id")]
    [InlineData("""<node id="a"/><node id="a"/>""", "line 1: \"a\" stands here for the second time")]
    [InlineData("""<node id="a"/><edge source="a"/>""", "this <edge> has no target")]
    [InlineData("""<node id="a"/><edge source="a" target="b"/>""", "the link names \"b\", and there is no such node")]
    [InlineData("""<hyperedge/>""", "a <hyperedge> joins more than two nodes")]
    [InlineData("""<node id="a"><graph/></node>""", "a second <graph>, perhaps inside a node")]
    [InlineData("""<node id="a">""", "no XML that can be read: ")]
    [InlineData("""<node id="a"/><node id="b"/>""", "no path, over all rounds, joins the 2 groups (\"a\"), (\"b\")")]
    public void Mistakes_are_named(string elements, string expected) =>
        Assert.Contains(expected, FormatFile.Refused("net.graphml", Document(elements)), StringComparison.Ordinal);

    [Theory]
    [InlineData("<!DOCTYPE graphml SYSTEM \"http://graphml.graphdrawing.org/dtds/graphml.dtd\"><graphml/>")]
    [InlineData("<!DOCTYPE g [<!ENTITY a \"b\"><!ENTITY c \"&a;&a;\">]><graphml>&c;</graphml>")]
    public void Document_types_are_refused(string text)
    {
        var message = FormatFile.Refused("net.graphml", text);

        Assert.StartsWith("net.graphml, line 1: has a document type", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_kind_of_xml_is_refused() => Assert.Contains(
        "no GraphML: there is no <graph>", FormatFile.Refused("net.xml", "<svg/>"), StringComparison.Ordinal);

    private static string Document(string elements) =>
        """<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="undirected">"""
        + $"{elements}</graph></graphml>";
}
