using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Tests.Topologies;

public class EdgeListReaderTests
{
    [Fact]
    public void Numbers_become_agents()
    {
        var schedule = Load("# trio nodes 3 edges 2\n0 2\r\n\n1\t2\n");

        Assert.Equal([new Link(0, 2), new Link(1, 2)], schedule.LinksAt(0));
        Assert.Equal("a2", schedule.Agents[2].Id);
    }

    [Theory]
    [InlineData("0 1\n1 x\n", "line 2: a line holds two different agent numbers")]
    [InlineData("0 1 2\n", "line 1: a line holds two")]
    [InlineData("0 0\n", "line 1: a line holds two")]
    [InlineData("-1 0\n", "line 1: a line holds two")]
    [InlineData("0 1\n1 0\n", "line 2: the link 0 1 stands already in line 1")]
    [InlineData("# nodes 4\n0 1\n", "falls apart")]
    [InlineData("0 2147483646\n", "at most 10000")]
    [InlineData("", "0 agents")]
    public void Mistakes_are_named(string text, string expected)
        => Assert.Contains(
            expected, Assert.Throws<TopologyException>(() => Load(text)).Message, StringComparison.Ordinal);

    private static TopologySchedule Load(string text)
    {
        var path = Path.Combine(Path.GetTempPath(), $"edges-{Guid.NewGuid():N}.txt");
        File.WriteAllText(path, text);
        try
        {
            return EdgeListReader.Load(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
