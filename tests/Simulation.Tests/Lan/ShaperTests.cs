using Murmuration.UserSpaceSwitch;

namespace Murmuration.Simulation.Tests.Lan;

public class ShaperTests
{
    [Fact]
    public void A_frame_alone_takes_its_length_over_the_rate() =>
        Assert.Equal(At(1), new Shaper(bitsPerSecond: 8_000, queueBytes: 10).Offer(1, At(0)));

    [Fact]
    public void Frames_leave_one_behind_the_other_and_a_pause_is_not_saved_up()
    {
        var line = new Shaper(bitsPerSecond: 8_000, queueBytes: 100);
        Assert.Equal(At(10), line.Offer(10, At(0)));
        Assert.Equal(At(15), line.Offer(5, At(2)));
        Assert.Equal(At(101), line.Offer(1, At(100)));
    }

    [Fact]
    public void What_does_not_fit_into_the_queue_is_dropped_and_takes_no_time()
    {
        var line = new Shaper(bitsPerSecond: 8_000, queueBytes: 10);
        Assert.Equal(At(8), line.Offer(8, At(0)));
        Assert.Null(line.Offer(3, At(0)));
        Assert.Equal(At(10), line.Offer(2, At(0)));
        Assert.Equal(At(13), line.Offer(3, At(3)));
    }

    [Fact]
    public void A_line_without_a_rate_holds_nothing_up() =>
        Assert.Equal(At(7), new Shaper(bitsPerSecond: null, queueBytes: 1).Offer(1000, At(7)));

    /// <summary>At 8,000 bits per second a byte takes a millisecond.</summary>
    private static TimeSpan At(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
