using Murmuration.Gossip.Exchange;

namespace Murmuration.Gossip.Tests.Exchange;

public sealed class DeadlineTests
{
    private readonly Deadline _deadline = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));

    [Fact]
    public void The_first_rounds_are_given_all_the_time_there_is() =>
        Assert.Equal(TimeSpan.FromSeconds(30), _deadline.Current);

    [Theory]
    [InlineData(0.01, 1, 1)]
    [InlineData(2, 15, 17)]
    [InlineData(20, 30, 30)]
    public void It_follows_the_rounds_between_floor_and_ceiling(double seconds, double least, double most)
    {
        Measure(seconds, 50);
        Assert.InRange(_deadline.Current.TotalSeconds, least, most);
    }

    [Fact]
    public void It_follows_rounds_that_become_slower_and_faster()
    {
        Measure(0.2, 50);
        Measure(1, 60);
        Assert.InRange(_deadline.Current.TotalSeconds, 7.5, 8.5);
        Measure(0.2, 60);
        Assert.InRange(_deadline.Current.TotalSeconds, 1.5, 1.7);
    }

    [Fact]
    public void A_long_round_now_and_then_does_not_matter()
    {
        for (var k = 0; k < 50; k++)
        {
            Measure(0.2, 9);
            Measure(25, 1);
        }

        Assert.InRange(_deadline.Current.TotalSeconds, 1, 2);
    }

    [Fact]
    public void Rounds_in_vain_make_it_more_patient_until_one_succeeds()
    {
        Measure(1, 5);
        _deadline.Missed();
        Assert.Equal(12, _deadline.Current.TotalSeconds, 6);
        Measure(1, 1);
        Assert.InRange(_deadline.Current.TotalSeconds, 7, 8);
    }

    [Fact]
    public void Nothing_lasts_longer_than_the_limit()
    {
        _deadline.Limit = TimeSpan.FromSeconds(0.5);
        Assert.Equal(TimeSpan.FromSeconds(0.5), _deadline.Current);
    }

    private void Measure(double seconds, int count)
    {
        for (; count > 0; count--)
        {
            _deadline.Measure(TimeSpan.FromSeconds(seconds));
        }
    }
}
