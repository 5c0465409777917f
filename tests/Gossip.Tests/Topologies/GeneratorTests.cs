using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Topologies.Generators;

namespace Murmuration.Gossip.Tests.Topologies;

public class GeneratorTests
{
    [Theory]
    [InlineData("ring", 5, "0-1 0-4 1-2 2-3 3-4")]
    [InlineData("ring", 2, "0-1")]
    [InlineData("ring", 1, "")]
    [InlineData("path", 4, "0-1 1-2 2-3")]
    [InlineData("star", 4, "0-1 0-2 0-3")]
    [InlineData("complete", 4, "0-1 0-2 0-3 1-2 1-3 2-3")]
    [InlineData("grid", 6, "0-1 0-3 1-2 1-4 2-5 3-4 4-5")]
    [InlineData("grid", 5, "0-1 1-2 2-3 3-4")]
    [InlineData("torus", 4, "0-1 0-2 1-3 2-3")]
    [InlineData("torus", 9, "0-1 0-2 0-3 0-6 1-2 1-4 1-7 2-5 2-8 3-4 3-5 3-6 4-5 4-7 5-8 6-7 6-8 7-8")]
    public void The_links_of_a_small_network(string generator, int agentCount, string expected)
        => Assert.Equal(expected, Text(Generate(generator, agentCount)));

    [Fact]
    public void A_directed_ring_goes_one_way_and_a_directed_star_both()
    {
        Assert.Equal("0-1 1-2 2-0", Text(Generate("ring", 3, directed: true)));
        Assert.Equal("0-1 0-2 1-0 2-0", Text(Generate("star", 3, directed: true)));
        Assert.Equal("0-1 0-2 1-0 1-3 2-0 2-3 3-1 3-2", Text(Generate("torus", 4, directed: true)));
    }

    [Theory]
    [InlineData(8, 3)]
    [InlineData(20, 4)]
    [InlineData(21, 18)]
    [InlineData(6, 5)]
    [InlineData(500, 6)]
    public void A_random_regular_topology_gives_every_agent_the_degree(int agentCount, int degree)
    {
        var schedule = Generate(
            new GeneratorSettings { Generator = "randomRegular", Degree = degree, Seed = 3 }, agentCount);

        Assert.All(Enumerable.Range(0, agentCount), i => Assert.Equal(degree, schedule.At(0, i).OutNeighbours.Length));
    }

    [Fact]
    public void An_Erdos_Renyi_topology_has_about_the_expected_number_of_links()
    {
        var schedule = Generate(new GeneratorSettings { Generator = "erdosRenyi", Probability = 0.3, Seed = 1 }, 200);

        // 19,900 coins: mean 5,970, standard deviation 64.6; five deviations.
        Assert.InRange(schedule.LinksAt(0).Count, 5970 - 323, 5970 + 323);
    }

    [Fact]
    public void A_seed_gives_the_same_links_everywhere_and_another_seed_others()
    {
        var settings = new GeneratorSettings { Generator = "erdosRenyi", Probability = 0.4, Seed = 7 };
        var first = Generate(settings, 6);

        Assert.Equal(first.LinksAt(0), Generate(settings, 6).LinksAt(0));
        Assert.NotEqual(first.LinksAt(0), Generate(settings with { Seed = 8 }, 6).LinksAt(0));
    }

    [Fact]
    public void The_random_numbers_are_those_of_SplitMix64()
    {
        // The published sequence of SplitMix64 from state 0 begins e220a8397b1dcdaf; here as a fraction of 2^64.
        var chance = default(SeededChance);

        Assert.Equal(0xE220A8397B1DCDAF / Math.Pow(2, 64), chance.NextDouble(), 1e-15);
    }

    [Theory]
    [InlineData("ring", 8, 2)]
    [InlineData("complete", 6, 9)]
    [InlineData("grid", 9, 7)]
    public void Matchings_give_every_agent_at_most_one_link_a_round_and_every_link_its_round(
        string generator, int agentCount, int mostRounds)
    {
        var whole = Generate(generator, agentCount).LinksAt(0);
        var settings = new GeneratorSettings { Generator = generator };
        var schedule = TopologySchedule.Generate("test", AgentAddress.Loopback(agentCount), settings, matchings: true);

        var rounds = Enumerable.Range(0, schedule.Period!.Value).Select(schedule.LinksAt).ToArray();

        Assert.InRange(rounds.Length, 2, mostRounds);
        Assert.Equal(whole, rounds.SelectMany(links => links).Order());
        Assert.All(rounds, links => Assert.Equal(
            2 * links.Count, links.SelectMany(link => new[] { link.From, link.To }).Distinct().Count()));
    }

    private static TopologySchedule Generate(string generator, int agentCount, bool directed = false)
        => Generate(new GeneratorSettings { Generator = generator }, agentCount, directed);

    private static TopologySchedule Generate(GeneratorSettings settings, int agentCount, bool directed = false)
        => TopologySchedule.Generate("test", AgentAddress.Loopback(agentCount), settings, directed);

    private static string Text(TopologySchedule schedule)
        => string.Join(' ', schedule.LinksAt(0).Select(link => $"{link.From}-{link.To}"));
}
