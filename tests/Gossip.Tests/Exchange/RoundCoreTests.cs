using Murmuration.Gossip.Exchange;

namespace Murmuration.Gossip.Tests.Exchange;

/// <summary>Agent 1 of the path 0–1–2 in even rounds; in odd rounds only 0–1.</summary>
public sealed class RoundCoreTests
{
    private const ulong Epoch = 7;
    private readonly ExchangeMeter _meter = new();
    private readonly RoundCore _core;

    public RoundCoreTests() =>
        _core = new(TestSchedules.Periodic(3, false, [[(0, 1), (1, 2)], [(0, 1)]]), 1, _meter);

    [Fact]
    public void A_round_is_complete_when_every_neighbour_has_answered_and_confirmed()
    {
        Begin(0);
        Assert.Equal(Arrival.Fresh, _core.Accept(2, new FakeMessage(0)));
        Confirm(2, 0);
        Assert.Equal((true, false), (_core.IsMissing(0), _core.IsMissing(2)));
        Assert.Equal(Arrival.Fresh, _core.Accept(0, new FakeMessage(0)));
        Assert.False(_core.IsComplete);
        Confirm(0, 0);
        Assert.True(_core.IsComplete);
    }

    [Fact]
    public void An_early_message_is_kept_for_its_round_and_released_after_it()
    {
        var early = new FakeMessage(1);
        _core.Accept(0, early);
        Begin(1);
        Confirm(0, 1);
        Assert.True(_core.IsComplete);
        Assert.Equal(2, _core.Collect(Epoch).Count);
        Assert.Equal(0, early.ReleaseCount);
        Begin(2);
        Assert.Equal(1, early.ReleaseCount);
    }

    [Fact]
    public void Only_so_many_messages_may_come_early()
    {
        _core.Accept(0, new FakeMessage(0));
        _core.Accept(0, new FakeMessage(1));
        Assert.Equal(Arrival.TooEarly, _core.Classify(0, 2));
    }

    [Fact]
    public void Duplicates_and_stale_messages_are_counted_and_left_with_the_caller()
    {
        Begin(1);
        _core.Accept(0, new FakeMessage(1));
        Assert.Equal(Arrival.Duplicate, _core.Accept(0, new FakeMessage(1)));
        Assert.Equal(Arrival.Stale, _core.Accept(0, new FakeMessage(0)));
        var counters = _meter.Read();
        Assert.Equal((1, 1), (counters.Duplicates, counters.Stale));
        Assert.Equal(1, _core.Find(0)!.Received);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(1, 0)]
    [InlineData(0, -1)]
    public void A_message_without_a_link_is_unexpected(int fromIndex, int round) =>
        Assert.Equal(Arrival.Unexpected, _core.Classify(fromIndex, round));

    [Fact]
    public void A_link_that_misses_the_deadline_is_suspended_and_its_weight_falls_to_the_diagonal()
    {
        Begin(0);
        Answer(0, 0);
        _core.GiveUp();
        var messages = _core.Collect(Epoch);
        Assert.Equal([0, 1], messages.Select(contribution => contribution.AgentIndex));
        Assert.Equal(1, messages.Sum(contribution => contribution.Weight), 12);
        Assert.NotEqual(0, _core.SuspendedCount);
        Begin(2);
        Assert.Equal((true, false), (_core.IsOffered(0), _core.IsOffered(2)));
        Assert.Equal(1, _meter.Read().Suspended);
    }

    [Fact]
    public void A_late_answer_is_settled_once_with_the_vectors_of_its_round()
    {
        Begin(0, 5);
        Answer(0, 0);
        _core.GiveUp();
        _core.Collect(Epoch);
        var late = new FakeMessage(0, Epoch, 8);
        Assert.Equal(Arrival.Fresh, _core.Accept(2, late));
        Confirm(2, 0);
        Assert.Equal(0, _core.SuspendedCount);
        Begin(1, 6);
        Answer(0, 1);
        var settlement = Assert.Single(_core.Collect(Epoch).Settlements.ToArray());
        Assert.Equal((2, 0), (settlement.AgentIndex, settlement.Round));
        Assert.Equal((8f, 5f), (settlement.Theirs.Span[0], settlement.Own.Span[0]));
        Assert.Equal(1 / 3.0, settlement.Weight, 12);
        Begin(2, 7);
        Assert.Equal(1, late.ReleaseCount);
        Answer(0, 2);
        Answer(2, 2);
        Assert.Empty(_core.Collect(Epoch).Settlements.ToArray());
    }

    [Fact]
    public void A_settlement_and_a_new_suspension_of_the_same_link_keep_their_vectors_apart()
    {
        Begin(0, 5);
        Answer(0, 0);
        _core.GiveUp();
        _core.Collect(Epoch);
        Answer(2, 0, vector: 50);
        Begin(2, 6);
        Answer(0, 2);
        _core.GiveUp();
        var first = Assert.Single(_core.Collect(Epoch).Settlements.ToArray());
        Assert.Equal((50f, 5f), (first.Theirs.Span[0], first.Own.Span[0]));
        Answer(2, 2, vector: 60);
        Begin(4, 7);
        var second = Assert.Single(_core.Collect(Epoch).Settlements.ToArray());
        Assert.Equal((60f, 6f), (second.Theirs.Span[0], second.Own.Span[0]));
    }

    [Fact]
    public void A_declined_round_counts_at_neither_end_and_frees_the_link()
    {
        Begin(0);
        Assert.True(_core.Find(2)!.TryHear(new(0, 0, 3)));
        Answer(0, 0);
        Assert.True(_core.IsComplete);
        Assert.Equal([0, 1], _core.Collect(Epoch).Select(contribution => contribution.AgentIndex));
        Assert.Equal(0, _core.SuspendedCount);
        Assert.Equal(3, _core.NextRound());
    }

    [Fact]
    public void A_round_passed_without_the_link_is_declined()
    {
        Begin(0);
        Answer(0, 0);
        _core.GiveUp();
        _core.Collect(Epoch);
        Begin(2);
        Assert.Equal(Arrival.Declined, _core.Accept(2, new FakeMessage(2)));
        Assert.Equal(2, _core.Report(_core.Find(2)!).Declined);
    }

    [Fact]
    public void A_message_of_another_epoch_answers_but_does_not_count()
    {
        Begin(1);
        var other = new FakeMessage(1, Epoch + 1);
        Assert.Equal(Arrival.Fresh, _core.Accept(0, other));
        Confirm(0, 1);
        Assert.True(_core.IsComplete);
        Assert.Equal(1, other.ReleaseCount);
        Assert.Equal(1, Assert.Single(_core.Collect(Epoch)).Weight, 12);
    }

    [Fact]
    public void A_settlement_of_an_epoch_that_is_over_is_void()
    {
        Begin(1);
        _core.GiveUp();
        _core.Collect(Epoch);
        Answer(0, 1);
        _core.Begin(2, Epoch + 1, new float[1], default);
        Assert.Empty(_core.Collect(Epoch + 1).Settlements.ToArray());
    }

    [Fact]
    public void An_agent_that_was_passed_jumps_to_where_its_neighbour_is()
    {
        Begin(0);
        Assert.Equal(1, _core.NextRound());
        _core.Find(2)!.TryHear(new(-1, -1, 2));
        Assert.Equal(1, _core.NextRound());
        _core.Find(2)!.TryHear(new(-1, -1, 9));
        Assert.Equal(9, _core.NextRound());
    }

    [Fact]
    public void A_neighbour_that_left_is_not_waited_for()
    {
        _core.Find(2)!.HasLeft = true;
        Begin(0);
        Answer(0, 0);
        Assert.True(_core.IsComplete);
        Assert.False(_core.IsOffered(2));
    }

    [Fact]
    public void Contributions_stand_in_agent_order_whatever_came_first()
    {
        Begin(0);
        Answer(2, 0);
        Answer(0, 0);
        Assert.Equal([0, 1, 2], _core.Collect(Epoch).Select(contribution => contribution.AgentIndex));
    }

    [Fact]
    public void Two_ends_that_remember_the_same_go_on()
    {
        Assert.Equal(Meeting.Agreed, _core.Meet(0, new(50, 0, -1, -1, new(-1, -1, -1)), 40));
        Begin(1);
        Answer(0, 1);
        Assert.Equal(Meeting.Agreed, _core.Meet(0, new(50, 40, 1, 1, new(1, -1, 1)), 40));
        Assert.Equal(1, _core.Find(0)!.Received);
    }

    [Theory]
    [InlineData(0, 1, Meeting.TheyForgot)]
    [InlineData(1, 0, Meeting.TheyForgot)]
    [InlineData(1, 5, Meeting.WeForgot)]
    public void Two_ends_that_remember_different_things_say_who_forgot(int sent, int received, object expected)
    {
        _core.Meet(0, new(50, 0, -1, -1, new(-1, -1, -1)), 40);
        Begin(1);
        Answer(0, 1);
        Assert.Equal((Meeting)expected, _core.Meet(0, new(50, 40, sent, sent, new(received, -1, 1)), 40));
    }

    [Fact]
    public void A_new_life_of_a_neighbour_begins_its_link_anew()
    {
        _core.Meet(0, new(50, 0, -1, -1, new(-1, -1, -1)), 40);
        Begin(1);
        _core.GiveUp();
        _core.Collect(Epoch);
        Assert.Equal(Meeting.Agreed, _core.Meet(0, new(60, 40, -1, -1, new(-1, -1, -1)), 40));
        Assert.Equal(0, _core.SuspendedCount);
        Assert.Equal(Meeting.TheyForgot, _core.Meet(0, new(50, 40, 1, 1, new(1, -1, 1)), 40));
    }

    [Fact]
    public void A_message_that_was_lost_late_is_what_a_restart_from_the_saved_state_settles()
    {
        Begin(0, 5);
        Answer(0, 0);
        _core.GiveUp();
        _core.Collect(Epoch);
        var writer = new StateWriter();
        Assert.All(_core.Links, link => link.Save(writer));
        var again = new RoundCore(TestSchedules.Periodic(3, false, [[(0, 1), (1, 2)], [(0, 1)]]), 1, _meter);
        var reader = new StateReader(writer.Bytes, 1, 0);
        Assert.All(again.Links, link => link.Load(reader));
        Assert.True(reader.IsAtEnd);
        again.Resume(0);
        again.Accept(2, new FakeMessage(0, Epoch, 8));
        again.Begin(1, Epoch, new float[1], default);
        var settlement = Assert.Single(again.Collect(Epoch).Settlements.ToArray());
        Assert.Equal((8f, 5f), (settlement.Theirs.Span[0], settlement.Own.Span[0]));
    }

    private void Begin(int round, float vector = 0) => _core.Begin(round, Epoch, new[] { vector }, default);

    private void Answer(int fromIndex, int round, float vector = 0)
    {
        _core.Accept(fromIndex, new FakeMessage(round, Epoch, vector));
        Confirm(fromIndex, round);
    }

    private void Confirm(int fromIndex, int round) => Assert.True(_core.Find(fromIndex)!.TryHear(new(round, -1, -1)));

    private sealed class FakeMessage : RoundMessage
    {
        public FakeMessage(int round, ulong epoch = RoundCoreTests.Epoch, float vector = 0) =>
            (Round, Epoch, Vectors) = (round, epoch, new[] { vector });

        public int ReleaseCount { get; private set; }

        public override void Release() => ReleaseCount++;
    }
}
