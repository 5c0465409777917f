using Murmuration.Agent.Metrics;

namespace Murmuration.Agent.Tests.Metrics;

public sealed class CountsTests
{
    [Fact]
    public void A_sum_of_what_strangers_tell_neither_overflows_nor_shrinks()
    {
        Assert.Equal(7, new long[] { 3, -5, 4 }.Total());
        Assert.Equal(long.MaxValue, new[] { long.MaxValue, 1, long.MinValue, long.MaxValue }.Total());
    }
}
