using Murmuration.Agent.Configuration;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Training;
using Murmuration.Gossip.Exchange;

namespace Murmuration.Agent.Tests.Training;

/// <summary>When what the agents tell each other fulfils the run file's conditions to stop.</summary>
public sealed class StopRuleTests
{
    [Theory]
    [InlineData(3.0, null, true)]
    [InlineData(2.9, null, false)]
    [InlineData(null, 0.2, true)]
    [InlineData(null, 0.1, false)]
    [InlineData(null, null, false)]
    public void Costs_are_added_up_and_the_largest_disagreement_counts(double? cost, double? disagreement, bool isMet)
    {
        var rule = new StopRule(new StopOptions { Cost = cost, Disagreement = disagreement });
        Assert.Equal(isMet, rule.IsMet([Record(0, 1, 0.2), Record(1, 2, 0.15)]));
    }

    [Fact]
    public void An_agent_that_has_left_for_good_does_not_count_and_one_without_news_prevents()
    {
        var rule = new StopRule(new StopOptions { Cost = 1.5 });
        Assert.True(rule.IsMet([Record(0, 1, 0.2), Record(1, 2, 0.1) with { Status = AgentStatus.Departed }]));
        Assert.False(rule.IsMet([Record(0, 1, 0.2), Record(1, 0, 0.1) with { Payload = default }]));
        Assert.False(rule.IsMet([Record(0, 1, 0.2), Record(1, 0, 0.1) with { Payload = new byte[] { 1, 2 } }]));
    }

    [Fact]
    public void Before_the_first_exchange_nobody_agrees() => Assert.False(
        new StopRule(new StopOptions { Disagreement = 1 }).IsMet([Record(0, 1, 0), Record(1, 1, 0)]));

    private static AgentRecord Record(int agent, double cost, double disagreement) => new(
        agent, Incarnation: 5, Sequence: 1, AgentStatus.Present, Round: 3, StopAt: -1,
        new AgentNews(10, cost, Disagreement: disagreement).ToBytes());
}
