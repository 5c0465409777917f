using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Topologies.Generators;

namespace Murmuration.Gossip.Tests.Topologies;

/// <summary>Agents that move: by their positions from round to round, and their links by plain distances.</summary>
public class MobileTests
{
    private const double Range = 0.4;
    private const double Speed = 0.05;

    [Fact]
    public void Agents_in_range_of_each_other_are_linked_and_no_others()
    {
        var schedule = Mobile(20);
        for (var round = 0; round < 200; round++)
        {
            var places = schedule.PositionsAt(round)!;
            var near = from i in Enumerable.Range(0, 20)
                from j in Enumerable.Range(i + 1, 19 - i)
                where Distance(places[i], places[j]) <= Range
                select new Link(i, j);
            Assert.Equal(near, schedule.LinksAt(round));
        }
    }

    [Fact]
    public void Agents_stay_in_the_square_and_keep_their_speed()
    {
        var schedule = Mobile(20);
        var turns = 0;
        for (var round = 1; round < 2000; round++)
        {
            var (before, now) = (schedule.PositionsAt(round - 1)!, schedule.PositionsAt(round)!);
            for (var i = 0; i < 20; i++)
            {
                Assert.InRange(now[i].X, 0, 1);
                Assert.InRange(now[i].Y, 0, 1);
                var way = Distance(before[i], now[i]);
                Assert.InRange(way, 0, Speed + 1e-12);
                turns += way < Speed - 1e-9 ? 1 : 0;
            }
        }

        // At a border the way is folded: each agent crosses the square in about 20 rounds either way.
        Assert.InRange(turns, 20 * 2000 / 60, 20 * 2000 / 10);
    }

    [Fact]
    public void They_are_spread_evenly_over_the_square_however_late()
    {
        var schedule = Mobile(1000);
        foreach (var round in (int[])[0, 37, 100_000, int.MaxValue])
        {
            var places = schedule.PositionsAt(round)!;

            // 1,000 coins each: five deviations are 80.
            Assert.InRange(places.Count(place => place.X < 0.5), 420, 580);
            Assert.InRange(places.Count(place => place.Y < 0.5), 420, 580);
            Assert.InRange(places.Count(place => place.X < 0.5 == place.Y < 0.5), 420, 580);
        }
    }

    [Fact]
    public void All_agents_meet_sooner_or_later()
    {
        var schedule = Mobile(12);

        var met = Enumerable.Range(0, 2000).SelectMany(schedule.LinksAt).ToHashSet();

        Assert.Equal(12 * 11 / 2, met.Count);
        Assert.Equal(11, schedule.EverNeighbours(3).Count);
    }

    [Fact]
    public void Places_and_links_are_those_of_the_seed_on_every_machine()
    {
        var schedule = TopologySchedule.Parse("""
            { "agents": 4, "schedule": { "generator": "mobile", "range": 0.5, "speed": 0.1, "seed": 9 } }
            """);

        // From a program of its own in another language; a change breaks networks whose agents run different versions.
        Assert.Equal("0.2129 0.8818, 0.6108 0.0082, 0.9745 0.4421, 0.0217 0.5703", Places(schedule, 0));
        Assert.Equal("0.6293 0.7383, 0.1441 0.2778, 0.0281 0.9755, 0.4606 0.2565", Places(schedule, 1000));
        Assert.Equal(schedule.LinksAt(1000), TopologySchedule.Parse(schedule.ToJson()).LinksAt(1000));
    }

    [Theory]
    [InlineData("\"speed\": 0.1", "\"range\" is missing")]
    [InlineData("\"range\": 0.1", "\"speed\" is missing")]
    [InlineData("\"range\": 0, \"speed\": 0.1", "range: lies above 0 and at most at 2, and is 0")]
    [InlineData("\"range\": 0.1, \"speed\": 2", "speed: lies above 0 and at most at 1, and is 2")]
    [InlineData("\"range\": 0.1, \"speed\": 0.1, \"everyRound\": false", "mobile draws anew every round; leave it out")]
    [InlineData("\"range\": 0.1, \"speed\": 0.1, \"degree\": 2", "degree: unknown key")]
    public void Wrong_settings_are_named(string settings, string expected)
    {
        var error = Assert.Throws<TopologyException>(() => TopologySchedule.Parse(
            $$"""{ "agents": 4, "schedule": { "generator": "mobile", {{settings}} } }"""));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private static TopologySchedule Mobile(int agentCount) => TopologySchedule.Generate(
        "test",
        AgentAddress.Loopback(agentCount),
        new GeneratorSettings { Generator = "mobile", Range = Range, Speed = Speed, Seed = 4 });

    private static string Places(TopologySchedule schedule, int round) =>
        string.Join(", ", schedule.PositionsAt(round)!.Select(place => $"{place.X:F4} {place.Y:F4}"));

    private static double Distance(AgentPosition one, AgentPosition other) =>
        Math.Sqrt(((one.X - other.X) * (one.X - other.X)) + ((one.Y - other.Y) * (one.Y - other.Y)));
}
