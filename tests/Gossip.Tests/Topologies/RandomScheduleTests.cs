using Murmuration.Gossip.Topologies;
using Murmuration.Testing;

namespace Murmuration.Gossip.Tests.Topologies;

public class RandomScheduleTests
{
    private const string HalfUp =
        """{ "agents": 8, "schedule": { "generator": "ring", "linkUp": { "probability": 0.5, "seed": 7 } } }""";

    private const string EveryRound =
        """{ "agents": 6, "schedule": { "generator": "erdosRenyi", "probability": 0.4, "everyRound": true } }""";

    [Theory]
    [InlineData(HalfUp)]
    [InlineData(EveryRound)]
    public void Any_two_agents_compute_the_same_links_whatever_they_computed_before(string text)
    {
        var inOrder = TopologySchedule.Parse(text);
        var jumping = TopologySchedule.Parse(text);
        var expected = Enumerable.Range(0, 300).Select(inOrder.LinksAt).ToArray();

        foreach (var round in Enumerable.Range(0, 300).Select(step => step * 71 % 300))
            Assert.Equal(expected[round], jumping.LinksAt(round));
        Assert.Null(inOrder.Period);
    }

    [Fact]
    public void Each_link_is_up_in_half_of_the_rounds_on_its_own()
    {
        var schedule = TopologySchedule.Parse(HalfUp);
        var rounds = Enumerable.Range(0, 4000).Select(round => schedule.LinksAt(round).ToHashSet()).ToArray();
        var all = TopologySchedule.Parse("""{ "agents": 8, "schedule": { "generator": "ring" } }""").LinksAt(0);

        // 4,000 coins have a standard deviation of 31.6 about 2,000, and 27.4 about 1,000; five deviations.
        Assert.All(all, link => Assert.InRange(rounds.Count(up => up.Contains(link)), 1842, 2158));
        Assert.All(all.Skip(1), link => Assert.InRange(
            rounds.Count(up => up.Contains(link) && up.Contains(all[0])), 863, 1137));
        Assert.Equal(all.Order(), rounds.SelectMany(up => up).Distinct().Order());
    }

    [Fact]
    public void The_coin_does_not_depend_on_the_other_links()
    {
        var ring = TopologySchedule.Parse(HalfUp);
        var star = TopologySchedule.Parse(HalfUp.Replace("ring", "star", StringComparison.Ordinal));

        for (var round = 0; round < 100; round++)
            Assert.Equal(ring.LinksAt(round).Contains(new Link(0, 1)), star.LinksAt(round).Contains(new Link(0, 1)));
    }

    [Fact]
    public void Those_who_may_ever_be_neighbours_are_known_in_advance()
    {
        Assert.Equal([1, 7], TopologySchedule.Parse(HalfUp).EverNeighbours(0));
        Assert.Equal([0, 1, 2, 3, 4], TopologySchedule.Parse(EveryRound).EverNeighbours(5));
    }

    [Fact]
    public void A_round_asked_for_again_takes_no_memory()
    {
        var schedule = TopologySchedule.Parse(HalfUp);
        schedule.At(41, 0);
        schedule.At(42, 0);
        var weights = 0.0;
        Assert.Equal(0, Allocation.Least(() =>
        {
            weights = 0;
            for (var agent = 0; agent < 8; agent++)
                weights += schedule.At(41, agent).SelfWeight + schedule.At(42, agent).SelfWeight;
        }));
        Assert.InRange(weights, 1, 16);
    }

    [Fact]
    public void LinkUp_also_thins_out_a_period()
    {
        var schedule = TopologySchedule.Parse("""
            { "agents": 3, "schedule": { "rounds": [ { "links": ["a0-a1"] }, { "generator": "path" } ],
              "linkUp": { "probability": 1, "seed": 1 } } }
            """);

        Assert.Single(schedule.LinksAt(8));
        Assert.Equal(2, schedule.LinksAt(9).Count);
    }
}
