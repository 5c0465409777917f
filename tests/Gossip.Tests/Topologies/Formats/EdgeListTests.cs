using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Topologies.Formats;
using Murmuration.Testing;

namespace Murmuration.Gossip.Tests.Topologies.Formats;

public class EdgeListTests
{
    [Theory]
    [InlineData("net.txt", "# trio nodes 3 edges 2\n0 2\r\n\n1\t2\n", "0-2 1-2")]
    [InlineData("net.txt", "b c\na b", "b-c b-a")]
    [InlineData("net.txt", "2 10\n10 1\n", "1-10 2-10")]
    [InlineData("net.tsv", "New York\tLos Angeles\n", "New-York-Los-Angeles")]
    [InlineData("net.csv", "source,target\n0,1\n1,2\n2,3\n", "0-1 1-2 2-3")]
    [InlineData("net.csv", "id_1,id_2,weight\n0,1,7\n1,2,3\n2,3,1\n3,4,2\n", "0-1 1-2 2-3 3-4")]
    [InlineData("net.csv", "\"x, y\";\"say \"\"z\"\"\"\n", "x-y-say-z")]
    [InlineData("net.edges", "3\n0 1\n1 0\n1 2\n2 1\n", "0-1 1-2")]
    [InlineData("net.edges", "3\n1 2\n2 3\n", "1-2 2-3")]
    [InlineData("net.edgelist", "0 1 {'weight': 0.25}\n1 2 {'weight': 0.5}", "0-1:0.25 1-2:0.5")]
    [InlineData("net.edgelist", "0 1 {}\n1 2 {}", "0-1 1-2")]
    [InlineData("net.txt", "% comment\n// comment\n0 1 0.3\n1 2 0.3\n", "0-1:0.3 1-2:0.3")]
    [InlineData("net.txt", "a b 0.6\nb c 0.6\n", "a-b b-c")]
    [InlineData("net.txt", "# agents: z y\n# agents: x\nx y\nz y\n", "z-y y-x")]
    [InlineData("net.txt", "# directed\na b\nb c\nc a\n", "a>b b>c c>a")]
    [InlineData("net.txt", "# Nodes: 3 Edges: 2\n5 90\n90 7\n", "5-90 7-90")]
    public void Lines_are_links(string name, string text, string links) =>
        Assert.Equal(links, FormatFile.Links(FormatFile.Load(name, text)));

    [Theory]
    [InlineData("0 1\n1 x y z\n", "net.txt, line 2: a line holds two agents, and a weight at most")]
    [InlineData("0 1\n1\n", "line 2: a line holds two agents")]
    [InlineData("0 1 heavy\n", "line 1: \"heavy\" is no weight")]
    [InlineData("# nodes 4\n0 1\n", "no path, over all rounds, joins the 3 groups (\"0\", \"1\"), (\"2\")")]
    [InlineData("# nodes 2\n0 1\n1 2\n", "line 1: 2 agents are announced, and a link names agent 2; make them fit")]
    [InlineData("3\na b\n", "line 1: 3 agents are announced, and 2 are named")]
    [InlineData("20000\n0 1\n", "line 1: 20,000 agents; a network has at most 10,000")]
    [InlineData("", "the file has no links")]
    [InlineData("# agents: a a\n", "line 1: \"a\" stands here for the second time")]
    public void Mistakes_are_named(string text, string expected) =>
        Assert.Contains(expected, FormatFile.Refused("net.txt", text), StringComparison.Ordinal);

    [Fact]
    public void What_is_left_out_is_said()
    {
        var schedule = FormatFile.Load("net.txt", "0 0\n0 1\n1 0\n0 1\n1 2 5\n");

        Assert.Equal("0-1 1-2", FormatFile.Links(schedule));
        Assert.Equal(
            [
                "1 link of an agent to itself left out",
                "2 links between agents that have one already merged with it",
                "the numbers at the links are no mixing weights and are left out",
            ],
            schedule.Notices);
        Assert.False(schedule.HasAddresses);
        Assert.Equal("net", schedule.Name);
        Assert.Equal("127.0.0.1:7702", schedule.Agents[2].Address);
    }

    [Fact]
    public void A_packed_file_is_unpacked()
    {
        var packed = TemporaryFolder.Pack("0 1\n1 2\n"u8.ToArray());

        var schedule = FormatFile.Load("net.txt.gz", packed);

        Assert.Equal(("net", "0-1 1-2"), (schedule.Name, FormatFile.Links(schedule)));
    }

    [Fact]
    public void Links_may_go_one_way_though_no_file_says_so()
    {
        var options = new ImportOptions { Directed = true };

        var schedule = FormatFile.Load("net.txt", "0 1\n1 2\n2 0\n1 0\n", options);

        Assert.Equal("0>1 1>0 1>2 2>0", FormatFile.Links(schedule));
        Assert.Contains(
            "not strongly connected", FormatFile.Refused("net.txt", "0 1\n", options), StringComparison.Ordinal);
        Assert.Contains("--undirected", FormatFile.Refused("net.txt", "# directed\n0 1\n"), StringComparison.Ordinal);
    }
}
