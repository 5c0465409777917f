using Murmuration.Gossip.Exchange;

namespace Murmuration.Gossip.Tests.Exchange;

/// <summary>The letters of one link as a state machine: numbers, lives, memory and saved state.</summary>
public sealed class LetterLinkTests
{
    private static readonly LetterLimits Limits = new(Length: 100, Capacity: 3);
    private readonly LetterLink _link = new(Limits, ownIndex: 0, agentIndex: 1);

    private LetterOutbox Outbox => _link.Outbox;

    private LetterInbox Inbox => _link.Inbox;

    [Fact]
    public void Letters_are_accepted_once_in_order_and_as_many_as_there_is_room_for()
    {
        Assert.Equal(Arrival.Unexpected, Inbox.Classify(1));
        for (var number = 0; number < Limits.Capacity; number++)
        {
            Assert.Equal(Arrival.Fresh, Inbox.Classify(number));
            Arrive(number);
            Assert.Equal(Arrival.Duplicate, Inbox.Classify(number));
        }

        Assert.Equal(Arrival.Unexpected, Inbox.Classify(Limits.Capacity));
        Assert.Equal(0, Inbox.Take().Number);
        Assert.Equal(Arrival.Fresh, Inbox.Classify(Limits.Capacity));
    }

    [Fact]
    public void Memory_is_used_again_once_a_letter_has_been_disposed_of_and_not_before()
    {
        Arrive(0);
        Arrive(1);
        var (first, second) = (Inbox.Take(), Inbox.Take());
        Arrive(2);
        Assert.NotSame(first, Inbox.First);
        Assert.NotSame(second, Inbox.First);
        first.Dispose();
        first.Dispose();
        Arrive(3);
        Arrive(4);
        var third = Inbox.Take();
        Assert.Equal((3, first), (Inbox.First!.Number, Inbox.First));
        Assert.NotSame(third, Inbox.First);
        Inbox.Take();
        Assert.NotSame(first, Inbox.First);
    }

    [Fact]
    public void A_letter_leaves_when_it_is_ready_and_all_before_it_are()
    {
        var (first, second) = (Rent(life: 0), Rent(life: 0));
        second.IsReady = true;
        Assert.Null(Outbox.Ready(0));
        first.IsReady = true;
        Assert.Same(first, Outbox.Ready(0));
        Assert.Same(second, Outbox.Ready(1));
        Assert.Null(Outbox.Ready(2));
    }

    [Fact]
    public void What_was_not_sent_cannot_be_confirmed()
    {
        Rent(life: 0).IsReady = true;
        Assert.False(Outbox.TryConfirm(1));
        Outbox.Send(0);
        Assert.True(Outbox.TryConfirm(1));
        Assert.True(Outbox.TryConfirm(0));
        Assert.Equal(1, Outbox.Confirmed);
    }

    [Fact]
    public void A_new_life_of_the_neighbour_gets_only_the_letters_sent_in_its_knowledge()
    {
        foreach (var life in new long[] { 0, 10, 20 })
        {
            Rent(life).IsReady = true;
        }

        Outbox.Send(0);
        Arrive(0);
        Assert.Equal(3, _link.Restart(life: 20));
        Assert.Equal([(20L, 0L)], Outbox.Waiting.Select(letter => (letter.Life, letter.Number)));
        Assert.Equal(new LetterGreeting(0, 0, 0), _link.Greeting);
        Assert.Null(Inbox.First);
    }

    [Fact]
    public void A_neighbour_met_for_the_first_time_gets_all_letters_sent_before()
    {
        Rent(life: 0).IsReady = true;
        Rent(life: 20).IsReady = true;
        Assert.Equal(0, _link.Restart(life: 20));
        Assert.Equal([0L, 1L], Outbox.Waiting.Select(letter => letter.Number));
    }

    [Fact]
    public void A_new_life_of_this_agent_drops_all()
    {
        Rent(life: 10).IsReady = true;
        Rent(life: 0);
        Arrive(0);
        Assert.Equal(3, _link.Restart(life: 0));
        Assert.True(Outbox.IsEmpty);
    }

    [Theory]
    [InlineData(2, 1, 1, 1, "Agreed")]
    [InlineData(3, 1, 2, 2, "Agreed")]
    [InlineData(1, 1, 1, 1, "TheyForgot")]
    [InlineData(2, 1, 1, 0, "TheyForgot")]
    [InlineData(2, 2, 1, 1, "WeForgot")]
    [InlineData(2, 1, 3, 1, "WeForgot")]
    public void Two_ends_that_do_not_fit_are_found_out(
        long theySent, long theyConfirmed, long theirArrived, long theirTaken, string expected)
    {
        // Here two have been sent, one of them confirmed; two have come, one of them was taken.
        for (var number = 0; number < 2; number++)
        {
            Rent(life: 0).IsReady = true;
            Outbox.Send(number);
            Arrive(number);
        }

        Outbox.TryConfirm(1);
        Inbox.Take();
        var meeting = _link.Compare(new(theySent, theyConfirmed, theirArrived), theirTaken);
        Assert.Equal(Enum.Parse<Meeting>(expected), meeting);
    }

    [Fact]
    public void A_state_that_was_saved_goes_on_where_it_was()
    {
        for (var number = 0; number < 3; number++)
        {
            var letter = Rent(life: 5);
            letter.Floats.Span.Fill(number);
            letter.IsReady = true;
            Arrive(number);
        }

        Outbox.Send(0);
        Outbox.Send(1);
        Outbox.TryConfirm(1);
        Inbox.Take();
        var writer = new StateWriter();
        _link.Save(writer);
        var again = new LetterLink(Limits, ownIndex: 0, agentIndex: 1);
        var reader = new StateReader(writer.Bytes, vectorLength: 0, scalarCount: 0);
        again.Load(reader);
        Assert.True(reader.IsAtEnd);
        Assert.Equal(_link.Greeting, again.Greeting);
        Assert.Equal([1f, 2f], again.Outbox.Waiting.Select(letter => letter.Vector.Span[0]));
        Assert.Equal([1L, 2L], again.Outbox.Waiting.Select(letter => letter.Number));
        var first = again.Inbox.First!;
        Assert.Equal((1, 1, 11f), (first.Number, first.From, first.Vector.Span[0]));
    }

    private LetterSlot Rent(long life)
    {
        var letter = Outbox.TryRent(from: 0, kind: 1, length: 4, [2.5], life)!;
        letter.LetGo();
        return letter;
    }

    private void Arrive(long number)
    {
        var letter = Inbox.Rent(from: 1, kind: 2, length: 5, [1.5]);
        Assert.Equal(number, letter.Number);
        letter.Floats.Span.Fill(10 + number);
        Inbox.Accept(letter, arrival: number);
    }
}
