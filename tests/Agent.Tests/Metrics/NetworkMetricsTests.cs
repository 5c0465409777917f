using Murmuration.Agent.Metrics;

namespace Murmuration.Agent.Tests.Metrics;

public sealed class NetworkMetricsTests
{
    [Fact]
    public void A_round_is_told_once_all_agents_have_reported_it()
    {
        var rounds = new List<NetworkRound>();
        var network = new NetworkMetrics(agentCount: 2, rounds.Add);
        network.OnRound(Round("a", 0, 0.25, 0.5));
        network.OnRound(Round("a", 1, 0.125, 0.75));
        Assert.Empty(rounds);
        network.OnRound(Round("b", 0, 0.5, 0.25));
        network.OnRound(Round("b", 1, 0.25, 1));
        Assert.Equal([0, 1], rounds.Select(round => round.Round));
        Assert.Equal(0.75 + 0.1, rounds[0].Cost, 1e-12);
        Assert.Equal(new Spread(0.25, 0.375, 0.5), rounds[0].Accuracy);
        Assert.Equal(20, rounds[1].BytesSent);
        Assert.Same(rounds[1], network.LastEvaluated);
    }

    [Fact]
    public void A_round_that_not_all_agents_evaluated_has_no_accuracy()
    {
        var rounds = new List<NetworkRound>();
        var network = new NetworkMetrics(agentCount: 2, rounds.Add);
        network.OnRound(Round("a", 0, 1, 0.5));
        network.OnRound(Round("b", 0, 1, 0.5) with { TestAccuracy = null, TestCost = null });
        Assert.Null(rounds.Single().Accuracy);
        Assert.Null(network.LastEvaluated);
    }

    [Fact]
    public void Lines_carry_rounds_and_ends_unchanged()
    {
        var rounds = new List<NetworkRound>();
        var network = new NetworkMetrics(agentCount: 1, rounds.Add);
        var sketch = new double[TrackingSketch.BucketCount];
        var round = Round("a", 3, 0.1, 0.5) with { TrackingSketch = sketch, GradientNorm = 1 };
        var end = new AgentSummary("a", 3, false, "w", "00", 0.5, 0.1);
        Assert.True(MetricsFormat.TryRead(MetricsFormat.ToLine(round), network));
        Assert.True(MetricsFormat.TryRead(MetricsFormat.ToLine(end), network));
        Assert.False(MetricsFormat.TryRead("something else", network));
        Assert.Equal((3, 0.0), (rounds.Single().Round, rounds.Single().TrackingDefect));
        Assert.Equal("w", network.Ends.Single().Weights);
    }

    private static RoundMetrics Round(string agent, int round, double cost, double accuracy) => new()
    {
        Agent = agent,
        Round = round,
        Seconds = round,
        Cost = cost,
        Penalty = 0.1,
        TestAccuracy = accuracy,
        TestCost = 1,
        BytesSent = 10,
    };
}
