using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Tests.Topologies;

public class PeriodicScheduleTests
{
    private static readonly IReadOnlyList<AgentAddress> Three = AgentAddress.Loopback(3);

    [Fact]
    public void A_schedule_made_in_code_equals_the_same_file()
    {
        var made = TopologySchedule.Periodic("made", Three, [[new Link(1, 0)], [new Link(1, 2)]]);
        var read = TopologySchedule.Parse(
            """{ "agents": 3, "schedule": { "rounds": [ { "links": ["a0-a1"] }, { "links": ["a1-a2"] } ] } }""");

        Assert.Equal(read.Fingerprint, made.Fingerprint);
    }

    [Theory]
    [InlineData(0, 0, "rounds[0][0]: links agent 0 to itself")]
    [InlineData(0, 3, "rounds[0][0]: the link 0, 3 names an agent outside 0 to 2")]
    [InlineData(0, 1, "the network falls apart")]
    public void Wrong_links_are_refused(int from, int to, string expected)
    {
        var error = Assert.Throws<TopologyException>(
            () => TopologySchedule.Periodic("bad", Three, [[new Link(from, to)]]));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mixture_of_weighted_and_unweighted_links_is_refused() => Assert.Throws<TopologyException>(
        () => TopologySchedule.Periodic("bad", Three, [[new Link(0, 1, 0.5), new Link(1, 2)]]));

    [Fact]
    public void No_rounds_are_refused()
        => Assert.Throws<TopologyException>(() => TopologySchedule.Periodic("bad", Three, []));

    [Fact]
    public void A_negative_round_is_refused()
        => Assert.Throws<ArgumentOutOfRangeException>(
            () => TopologySchedule.Periodic("ring", Three, [[new(0, 1), new(1, 2)]]).At(-1, 0));
}
