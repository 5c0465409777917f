using Murmuration.Gossip.Exchange;

namespace Murmuration.Gossip.Tests.Exchange;

/// <summary>Agent 1 of the path 0–1–2 in even rounds; in odd rounds only 0–1.</summary>
public sealed class RoundCoreTests
{
    private readonly ExchangeMeter _meter = new();
    private readonly RoundCore _core;

    public RoundCoreTests() =>
        _core = new(TestSchedules.Periodic(3, false, [[(0, 1), (1, 2)], [(0, 1)]]), 1, _meter);

    [Fact]
    public void A_round_is_complete_when_every_in_neighbour_has_sent()
    {
        _core.Begin(0);
        Assert.False(_core.IsComplete);
        Assert.Equal(Arrival.Fresh, _core.Accept(2, new FakeMessage(0)));
        Assert.True(_core.IsMissing(0));
        Assert.False(_core.IsMissing(2));
        Assert.Equal(Arrival.Fresh, _core.Accept(0, new FakeMessage(0)));
        Assert.True(_core.IsComplete);
    }

    [Fact]
    public void Early_messages_are_kept_for_their_round_and_released_after_it()
    {
        var early = new FakeMessage(0);
        var earlier = new FakeMessage(1);
        _core.Accept(0, early);
        _core.Accept(0, earlier);
        Assert.Equal(Arrival.TooEarly, _core.Classify(0, 2));
        _core.Begin(0);
        _core.Accept(2, new FakeMessage(0));
        Assert.True(_core.IsComplete);
        Assert.Equal(0, early.ReleaseCount);
        _core.Begin(1);
        Assert.Equal(1, early.ReleaseCount);
        Assert.True(_core.IsComplete);
        Assert.Equal(0, earlier.ReleaseCount);
        _core.ReleaseAll();
        Assert.Equal((1, 1), (early.ReleaseCount, earlier.ReleaseCount));
    }

    [Fact]
    public void A_round_whose_messages_were_freed_is_not_complete_any_more()
    {
        _core.Begin(1);
        _core.Accept(0, new FakeMessage(1));
        Assert.True(_core.IsComplete);
        _core.ReleaseAll();
        Assert.False(_core.IsComplete);
    }

    [Fact]
    public void Duplicates_and_stale_messages_are_counted_and_left_with_the_caller()
    {
        _core.Begin(1);
        _core.Accept(0, new FakeMessage(1));
        Assert.Equal(Arrival.Duplicate, _core.Accept(0, new FakeMessage(1)));
        Assert.Equal(Arrival.Stale, _core.Accept(0, new FakeMessage(0)));
        Assert.Equal(Arrival.Stale, _core.Accept(2, new FakeMessage(0)));
        var counters = _meter.Read();
        Assert.Equal((1, 2), (counters.Duplicates, counters.Stale));
        Assert.Equal(1, _core.LastReceived(0));
        Assert.Equal(0, _core.LastReceived(2));
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(1, 0)]
    [InlineData(0, -1)]
    public void A_message_without_a_link_is_unexpected(int fromIndex, int round) =>
        Assert.Equal(Arrival.Unexpected, _core.Classify(fromIndex, round));

    [Fact]
    public void A_neighbour_that_skips_the_present_round_is_reported()
    {
        _core.Begin(0);
        Assert.Throws<ExchangeException>(() => _core.Accept(0, new FakeMessage(1)));
    }

    [Fact]
    public void A_round_that_a_neighbour_has_passed_already_is_reported()
    {
        _core.Accept(0, new FakeMessage(3));
        Assert.Throws<ExchangeException>(() => _core.Begin(1));
    }

    [Fact]
    public void A_neighbour_that_left_matters_only_in_rounds_with_a_link()
    {
        _core.MarkLeft(2, 0);
        _core.Begin(1);
        _core.ThrowIfLeft();
        _core.Begin(2);
        Assert.Throws<NeighbourLeftException>(_core.ThrowIfLeft);
    }

    [Fact]
    public void Contributions_stand_in_agent_order_whatever_came_first()
    {
        _core.Begin(0);
        _core.Accept(2, new FakeMessage(0));
        _core.Accept(0, new FakeMessage(0));
        Assert.Equal([0, 1, 2], _core.Collect(new float[1], default).Select(contribution => contribution.AgentIndex));
    }

    private sealed class FakeMessage : RoundMessage
    {
        public FakeMessage(int round) => Round = round;

        public int ReleaseCount { get; private set; }

        public override void Release() => ReleaseCount++;
    }
}
