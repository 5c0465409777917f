namespace Murmuration.Gossip.Tests.Topologies.Formats;

public class AdjacencyTests
{
    [Theory]
    [InlineData("0,1,0\n1,0,1\n0,1,0\n", "0-1 1-2")]
    [InlineData("0 1 0\n1 0 1\n0 1 0\n", "0-1 1-2")]
    [InlineData("a,b,c\n0,1,0\n1,0,1\n0,1,0\n", "a-b b-c")]
    [InlineData(",a,b,c\na,0,1,0\nb,1,0,1\nc,0,1,0\n", "a-b b-c")]
    [InlineData("id;a;b;c\na;0;1;0\nb;1;0;1\nc;0;1;0\n", "a-b b-c")]
    [InlineData("0,1,2\n0,1,0\n1,0,1\n0,1,0\n", "0-1 1-2")]
    [InlineData(",0,1\n0,0,1\n1,1,0\n", "0-1")]
    [InlineData("0,1,1\n0,0,1\n0,0,0\n", "0-1 0-2 1-2")]
    [InlineData("0,0,0\n1,0,0\n1,1,0\n", "0-1 0-2 1-2")]
    [InlineData("0,1,0\n0,0,1\n1,0,0\n", "0>1 1>2 2>0")]
    [InlineData("0.75,0.25,\n0.25,0.25,0.5\n,0.5,0.5\n", "0-1:0.25 1-2:0.5")]
    [InlineData("0,3,0\n3,0,9\n0,9,0\n", "0-1 1-2")]
    public void A_square_table_holds_links(string text, string links) =>
        Assert.Equal(links, FormatFile.Links(FormatFile.Load("net.csv", text, new() { Format = "adjacency" })));

    [Theory]
    [InlineData("0,1\n1,0\n", "0-1")]
    [InlineData("0,1\n1,2\n", "0-1 1-2")]
    [InlineData("0,1,0.5\n1,2,0.25\n0,2,0.25\n", "0-1:0.5 0-2:0.25 1-2:0.25")]
    [InlineData("0,1,0\n1,0,1\n0,1,0\n", "0-1 1-2")]
    public void Small_tables_are_told_from_link_lists(string text, string links) =>
        Assert.Equal(links, FormatFile.Links(FormatFile.Load("net.csv", text)));

    [Theory]
    [InlineData("0,1,0\n1,0\n0,1,0\n", "net.csv, line 2: 2 fields in a table of 3 rows")]
    [InlineData("0,1,0\n1,0,x\n0,1,0\n", "line 2: \"x\" in column 3 is no number")]
    [InlineData(",a,b\na,0,1\nc,1,0\n", "line 3: the row of \"c\" stands where the header has \"b\"")]
    [InlineData("a,a\n0,1\n1,0\n", "line 3: \"a\" stands here for the second time")]
    [InlineData("\n", "the file has no rows")]
    [InlineData("1,0\n0,1\n", "falls apart")]
    public void Mistakes_are_named(string text, string expected) => Assert.Contains(
        expected, FormatFile.Refused("net.csv", text, new() { Format = "adjacency" }), StringComparison.Ordinal);
}
