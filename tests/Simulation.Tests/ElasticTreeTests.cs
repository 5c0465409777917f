using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Algorithms.Elastic;
using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Simulation.Tests;

/// <summary>Who holds a centre, over which topology and for how strong a pull.</summary>
public sealed class ElasticTreeTests
{
    [Fact]
    public void A_star_gives_one_centre_and_the_rates_of_the_paper()
    {
        var tree = ElasticTree.OfAll(Star(), new());
        var rates = new ElasticRates(tree, new());
        Assert.Equal(0, tree.Root);
        Assert.Equal([1, 2, 3, 4], tree.ChildrenOf(0));
        Assert.Equal([true, false, false, false, false], Enumerable.Range(0, 5).Select(tree.IsHost));
        Assert.Equal(0.9 / 5, rates.OfWorkersAt(0), 1e-12);
        Assert.All(tree.ChildrenOf(0), child => Assert.Equal(0.9 / 5, rates.OfLinkAbove(child), 1e-12));
    }

    [Fact]
    public void A_path_gives_a_tree_of_centres_whose_rates_are_those_of_the_tighter_end()
    {
        var tree = ElasticTree.OfAll(Path(), new() { Centre = "a0" });
        var rates = new ElasticRates(tree, new());
        Assert.Equal([-1, 0, 1, 2, 3], Enumerable.Range(0, 5).Select(tree.ParentOf));
        Assert.Equal([true, true, true, true, false], Enumerable.Range(0, 5).Select(tree.IsHost));
        Assert.Equal(0.9 / 2, rates.OfWorkersAt(0), 1e-12);
        Assert.Equal(0.9 / 3, rates.OfLinkAbove(1), 1e-12);
        Assert.Equal(0.9 / 3, rates.OfLinkAbove(4), 1e-12);
    }

    [Fact]
    public void Without_a_name_the_agent_with_most_links_is_the_centre_and_ties_go_to_the_first() =>
        Assert.Equal(1, ElasticTree.OfAll(Path(), new()).Root);

    [Fact]
    public void Equal_knowledge_gives_equal_trees_and_a_loss_another()
    {
        var schedule = Schedules.Complete(5);
        var whole = ElasticTree.OfAll(schedule, new());
        var without = ElasticTree.Of(schedule, [false, true, true, true, true], centre: null);
        Assert.Equal(whole.Fingerprint, ElasticTree.OfAll(schedule, new()).Fingerprint);
        Assert.NotEqual(whole.Fingerprint, without.Fingerprint);
        Assert.Equal(1, without.Root);
        Assert.Equal(-1, without.ParentOf(0));
    }

    [Fact]
    public void Too_strong_a_pull_is_warned_of_with_the_bound_it_breaks()
    {
        var strong = new AlgorithmOptions { Name = AlgorithmKind.Easgd, Elastic = new() { Beta = 2.5 } };
        var warning = Assert.Single(AlgorithmFit.Require(strong, Star()));
        Assert.Contains("(2 − ηh)(2 − pα) > 2α", warning, StringComparison.Ordinal);
        Assert.Empty(AlgorithmFit.Require(strong with { Asynchronous = true }, Star()));
        var stronger = strong with { Asynchronous = true, Elastic = new() { Beta = 5.5 } };
        var other = Assert.Single(AlgorithmFit.Require(stronger, Star()));
        Assert.Contains("α ≤ (4 − 2ηh)/(4 − ηh)", other, StringComparison.Ordinal);
        Assert.Empty(AlgorithmFit.Require(new AlgorithmOptions { Name = AlgorithmKind.Easgd }, Star()));
    }

    [Theory]
    [InlineData("Easgd", "b0", "Wait", "no agent 'b0'; did you mean a0")]
    [InlineData("Easgd", null, "Replace", "without the centre 'a0' nothing joins 'a2' with 'a1'")]
    [InlineData("Downpour", "a1", "Wait", "no link between the centre 'a1' and 'a2'")]
    public void What_cannot_work_over_a_star_is_refused(string name, string? centre, string onLoss, string expected)
    {
        var options = new AlgorithmOptions
        {
            Name = Enum.Parse<AlgorithmKind>(name),
            Elastic = new() { Centre = centre, OnLoss = Enum.Parse<CentreLossRule>(onLoss) },
        };
        var error = Assert.Throws<ConfigurationException>(() => AlgorithmFit.Require(options, Star()));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    /// <summary>A hub and a ring around it: without the hub the ring is joined, but nobody in it with all others.
    /// </summary>
    [Fact]
    public void Downpour_needs_one_centre_in_what_remains_too()
    {
        var wheel = TopologySchedule.Parse(
            """
            { "name": "wheel", "agents": 5, "schedule": { "period": 1, "rounds": [ { "links": [
              ["a0","a1"],["a0","a2"],["a0","a3"],["a0","a4"],["a1","a2"],["a2","a3"],["a3","a4"],["a4","a1"] ] } ] } }
            """);
        var options = new AlgorithmOptions
        {
            Name = AlgorithmKind.Downpour, Elastic = new() { OnLoss = CentreLossRule.Replace },
        };
        var error = Assert.Throws<ConfigurationException>(() => AlgorithmFit.Require(options, wheel));
        Assert.Contains("no link joins 'a3' with 'a1'", error.Message, StringComparison.Ordinal);
        AlgorithmFit.Require(options with { Name = AlgorithmKind.Easgd }, wheel);
    }

    private static TopologySchedule Star() => TopologySchedule.Parse(
        """{ "name": "star", "agents": 5, "schedule": { "generator": "star" } }""");

    private static TopologySchedule Path() => TopologySchedule.Parse(
        """{ "name": "path", "agents": 5, "schedule": { "generator": "path" } }""");
}
