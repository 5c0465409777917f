using Murmuration.Gossip.Exchange;

namespace Murmuration.Gossip.Tests.Exchange;

public sealed class BulletinTests
{
    private readonly Bulletin _bulletin = new(3, 1, 100);

    [Fact]
    public void Only_newer_records_are_taken()
    {
        Assert.True(_bulletin.Take(Record(0, 50, 3), 0));
        Assert.False(_bulletin.Take(Record(0, 50, 3), 2));
        Assert.False(_bulletin.Take(Record(0, 49, 9), 2));
        Assert.True(_bulletin.Take(Record(0, 51, 0), 2));
    }

    [Fact]
    public void A_record_goes_to_everybody_but_the_one_it_came_from()
    {
        long toZero = 0, toTwo = 0;
        _bulletin.Take(Record(0, 50, 3), 0);
        Assert.Equal(1, _bulletin.Next(ref toZero, 0)!.AgentIndex);
        Assert.Null(_bulletin.Next(ref toZero, 0));
        Assert.Equal(1, _bulletin.Next(ref toTwo, 2)!.AgentIndex);
        Assert.Equal(0, _bulletin.Next(ref toTwo, 2)!.AgentIndex);
        Assert.Null(_bulletin.Next(ref toTwo, 2));
        _bulletin.Take(Record(0, 50, 4), 2);
        Assert.Equal(4, _bulletin.Next(ref toZero, 0)!.Sequence);
        Assert.Null(_bulletin.Next(ref toTwo, 2));
    }

    [Fact]
    public void The_epoch_is_a_function_of_the_incarnations_alone()
    {
        var other = new Bulletin(3, 2, 30);
        other.Take(Record(1, 100, 8), 0);
        other.Take(Record(0, 50, 9), 0);
        Assert.NotEqual(other.Epoch, _bulletin.Epoch);
        _bulletin.Take(Record(2, 30, 4), 0);
        _bulletin.Take(Record(0, 50, 1), 0);
        Assert.Equal(other.Epoch, _bulletin.Epoch);
        _bulletin.Publish(own => own with { Round = 9 });
        _bulletin.Publish(own => own with { Status = AgentStatus.Away });
        var before = _bulletin.Epoch;
        _bulletin.Take(Record(0, 51, 0), 0);
        Assert.NotEqual(before, _bulletin.Epoch);
    }

    [Fact]
    public void Two_agents_that_swap_their_incarnations_make_another_epoch()
    {
        var (one, two) = (new Bulletin(2, 0, 1), new Bulletin(2, 0, 2));
        one.Take(Record(1, 2, 0), 1);
        two.Take(Record(1, 1, 0), 1);
        Assert.NotEqual(one.Epoch, two.Epoch);
    }

    [Fact]
    public void A_departure_changes_the_epoch_and_a_return_changes_it_again()
    {
        _bulletin.Take(Record(0, 50, 3), 0);
        var before = _bulletin.Epoch;
        Assert.True(_bulletin.Bury(0));
        Assert.False(_bulletin.Bury(0));
        Assert.NotEqual(before, _bulletin.Epoch);
        Assert.False(_bulletin.Take(Record(0, 50, 99), 0));
        Assert.True(_bulletin.Take(Record(0, 60, 0), 0));
        Assert.NotEqual(before, _bulletin.Epoch);
    }

    [Fact]
    public void An_agent_declared_dead_begins_a_new_life()
    {
        Assert.True(_bulletin.Take(
            Record(1, 100, Bulletin.LastSequence) with { Status = AgentStatus.Departed }, 0));
        Assert.True(_bulletin.IsDisowned);
        _bulletin.Renew(100);
        Assert.False(_bulletin.IsDisowned);
        Assert.Equal((101, AgentStatus.Present), (_bulletin.Own.Incarnation, _bulletin.Own.Status));
    }

    [Fact]
    public void An_agent_whose_own_later_record_comes_back_goes_on_behind_it()
    {
        _bulletin.Take(Record(1, 100, 40), 0);
        Assert.False(_bulletin.IsDisowned);
        Assert.Equal(41, _bulletin.Own.Sequence);
    }

    [Fact]
    public void The_stop_is_the_largest_that_anybody_has_published()
    {
        Assert.Equal(-1, _bulletin.StopAt);
        _bulletin.Take(Record(0, 50, 3) with { StopAt = 12 }, 0);
        _bulletin.Take(Record(2, 50, 3) with { StopAt = 10 }, 0);
        Assert.Equal(12, _bulletin.StopAt);
    }

    private static AgentRecord Record(int agentIndex, long incarnation, long sequence) =>
        new(agentIndex, incarnation, sequence, AgentStatus.Present, Round: 0, StopAt: -1, default);
}
