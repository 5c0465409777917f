using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Simulation.Tests;

/// <summary>Which algorithm takes which topology schedule.</summary>
public sealed class AlgorithmFitTests
{
    [Theory]
    [InlineData(AlgorithmKind.D2, "ring", "")]
    [InlineData(AlgorithmKind.D2, "complete", "")]
    [InlineData(AlgorithmKind.Diloco, "complete", "")]
    [InlineData(AlgorithmKind.Diloco, "baseGraph", "\"degree\": 2")]
    [InlineData(AlgorithmKind.Noloco, "randomMatching", "")]
    [InlineData(AlgorithmKind.Kgt, "randomMatching", "")]
    public void Weights_that_an_algorithm_needs_are_taken(object algorithm, string generator, string parameter) =>
        AlgorithmFit.Require((AlgorithmKind)algorithm, Generated(7, generator, parameter));

    [Theory]
    [InlineData(AlgorithmKind.D2)]
    [InlineData(AlgorithmKind.Led)]
    public void Lazy_weights_are_taken(object algorithm) =>
        AlgorithmFit.Require((AlgorithmKind)algorithm, Schedules.LazyRing(8));

    /// <summary>On a ring of an even number Metropolis weights have the eigenvalue −1/3 itself.</summary>
    [Theory]
    [InlineData(AlgorithmKind.D2, "gradientTracking")]
    [InlineData(AlgorithmKind.Led, "kgt")]
    public void An_eigenvalue_of_minus_a_third_is_refused_and_the_message_says_what_to_write(
        object algorithm, string instead)
    {
        var kind = (AlgorithmKind)algorithm;
        var message = Refusal(kind, Schedules.Ring(8));
        Assert.Contains($"algorithm.name={instead}", message, StringComparison.Ordinal);
        Assert.Contains("eigenvalue -0.333333", message, StringComparison.Ordinal);
        Assert.Contains("\"weights\": { \"laplacian\": 0.3 }", message, StringComparison.Ordinal);
        AlgorithmFit.Require(
            kind,
            TopologySchedule.Parse(
                """{ "agents": 8, "weights": { "laplacian": 0.3 }, "schedule": { "generator": "ring" } }"""));
    }

    [Theory]
    [InlineData(AlgorithmKind.D2)]
    [InlineData(AlgorithmKind.Led)]
    public void Links_that_change_are_refused(object algorithm)
    {
        var kind = (AlgorithmKind)algorithm;
        const string Problem = "changes from round to round";
        Assert.Contains(Problem, Refusal(kind, Schedules.Varying()), StringComparison.Ordinal);
        Assert.Contains(
            Problem, Refusal(kind, Schedules.LinksUpHalfOfTheTime(5)), StringComparison.Ordinal);
    }

    [Fact]
    public void DiLoCo_refuses_what_does_not_average_exactly()
    {
        foreach (var schedule in (TopologySchedule[])
            [Schedules.Ring(5), Schedules.LinksUpHalfOfTheTime(5), Generated(8, "randomMatching", "")])
        {
            var message = Refusal(AlgorithmKind.Diloco, schedule);
            Assert.Contains("does not average exactly in one period", message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(AlgorithmKind.D2)]
    [InlineData(AlgorithmKind.Led)]
    [InlineData(AlgorithmKind.Kgt)]
    [InlineData(AlgorithmKind.Diloco)]
    [InlineData(AlgorithmKind.Noloco)]
    public void Links_that_go_one_way_are_refused(object algorithm) =>
        Assert.Contains(
            "is directed", Refusal((AlgorithmKind)algorithm, Schedules.Directed()), StringComparison.Ordinal);

    private static string Refusal(AlgorithmKind algorithm, TopologySchedule schedule) =>
        Assert.Throws<ConfigurationException>(() => AlgorithmFit.Require(algorithm, schedule)).Message;

    private static TopologySchedule Generated(int agents, string generator, string parameter)
    {
        var parameters = parameter.Length > 0 ? $", {parameter}" : "";
        return TopologySchedule.Parse(
            $$"""{ "agents": {{agents}}, "schedule": { "generator": "{{generator}}"{{parameters}} } }""");
    }
}
