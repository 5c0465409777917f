using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Tests.Topologies.Formats;

public class GmlTests
{
    [Theory]
    [InlineData("graph [ node [ id 1 ] node [ id 2 ] edge [ source 1 target 2 ] ]", "1-2")]
    [InlineData(
        "graph [ directed 1 node [ id 1 ] node [ id 2 ] edge [ source 1 target 2 ] edge [ source 2 target 1 ] ]",
        "1>2 2>1")]
    [InlineData("""
        Creator "somebody [ with ] marks" Version 1
        # comment [
        graph [ comment "x" node [ id 0 label "R&#233;n&eacute;" graphics [ x 1 y 2 w 3 ] a [ b [ c 1 ] ] ]
          node [ id 1 label "Ina" ] edge [ source 0 target 1 weight 0.5 ] ]
        """, "Rene-Ina:0.5")]
    public void Nodes_and_edges(string text, string links) =>
        Assert.Equal(links, FormatFile.Links(FormatFile.Load("net.gml", text)));

    [Theory]
    [InlineData("", "has no graph [ … ]")]
    [InlineData("graph", "after graph comes [ … ]")]
    [InlineData("graph [ node [ id 1 ]", "graph [ has no closing ]; the file ends")]
    [InlineData("graph [\n node [ label \"x\" ] ]", "line 2: this node has no id")]
    [InlineData("graph [ node [ id 1 ] edge [ source 1 ] ]", "this edge has no target")]
    [InlineData("graph [ node [ id 1 ] edge [ source 1 target 2 ] ]", "the link names \"2\", and there is no such")]
    [InlineData("graph [ name \"x ]", "a text has no closing quote")]
    [InlineData("graph [ ] graph [ ]", "a second graph; a file holds one network")]
    [InlineData("] graph [ ]", "a key should stand where ] is")]
    [InlineData("# only a comment", "has no graph [ … ]")]
    public void Mistakes_are_named(string text, string expected) =>
        Assert.Contains(expected, FormatFile.Refused("net.gml", text), StringComparison.Ordinal);
}
