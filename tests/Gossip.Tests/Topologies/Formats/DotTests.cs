using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Tests.Topologies.Formats;

public class DotTests
{
    [Theory]
    [InlineData("graph { a -- b }", "a-b")]
    [InlineData("strict graph G { a -- b -- c; b -- a }", "a-b b-c")]
    [InlineData("digraph { a -> b -> c -> a }", "a>b b>c c>a")]
    [InlineData("GRAPH { Node [shape=box]; edge [color=red]; graph [x=1] rankdir=LR; a--b }", "a-b")]
    [InlineData("graph { \"New York\" -- \"say \\\"hi\\\"\" }", "New-York-say-hi")]
    [InlineData("graph { \"a\" + \"b\" -- -1.5 }", "ab-1.5")]
    [InlineData("graph { a:port:n -- b:sw }", "a-b")]
    [InlineData("graph { a [label=<<b>x</b>>, pos=\"1,2!\"]; a -- b [weight=0.5] }", "a-b:0.5")]
    [InlineData("graph { subgraph cluster_x { a -- b } subgraph { c } b -- c }", "a-b b-c")]
    [InlineData("graph { a -- { b c } -- d }", "a-b a-c b-d c-d")]
    [InlineData("# line\n// line\n/* two\nlines */ graph { a -- b }", "a-b")]
    [InlineData("graph { node -- b }", null)]
    [InlineData("graph { \"node\" -- b }", "node-b")]
    public void Statements(string text, string? links)
    {
        if (links is null)
        {
            var message = FormatFile.Refused("net.dot", text);
            Assert.Contains("\"--\" stands where a node should", message, StringComparison.Ordinal);
            return;
        }

        Assert.Equal(links, FormatFile.Links(FormatFile.Load("net.dot", text)));
    }

    [Fact]
    public void Name_and_positions_are_kept()
    {
        var schedule = FormatFile.Load("net.gv", "graph \"two towns\" { a [pos=\"1.5,-2\"] b [pos=\"3,4!\"] a -- b }");

        Assert.Equal("two towns", schedule.Name);
        Assert.Equal([new(1.5, -2), new(3, 4)], schedule.Agents.Select(agent => agent.Position!.Value));
    }

    [Theory]
    [InlineData("", "net.dot, line 1: the file ends where graph or digraph should stand")]
    [InlineData("network { a -- b }", "\"network\" stands where graph or digraph should")]
    [InlineData("graph {\n a -> b }", "line 2: -> in a graph, whose links are written --")]
    [InlineData("digraph { a -- b }", "-- in a digraph, whose links are written ->")]
    [InlineData("graph { a -- b", "the file ends inside { … }; a } is missing")]
    [InlineData("graph { a -- }", "\"}\" stands where a node should")]
    [InlineData("graph { a [x=] }", "\"]\" stands where a value should")]
    [InlineData("graph { \"a -- b }", "a name in quotes has no closing quote")]
    [InlineData("graph { a -- <b }", "a text in < … > has no closing bracket")]
    [InlineData("graph { a -- b } graph { c -- d }", "\"graph\" after the end; a file holds one network")]
    [InlineData("graph { a & b }", "\"&\" makes no sense here")]
    [InlineData("graph { /* a -- b }", "a comment /* has no closing */")]
    [InlineData("graph { a = }", "\"}\" stands where a value should")]
    public void Mistakes_are_named(string text, string expected) =>
        Assert.Contains(expected, FormatFile.Refused("net.dot", text), StringComparison.Ordinal);
}
