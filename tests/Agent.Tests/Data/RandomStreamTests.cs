using Murmuration.Agent.Data;

namespace Murmuration.Agent.Tests.Data;

public class RandomStreamTests
{
    // Computed by an independent implementation of SplitMix64 and xoshiro256++.
    private static readonly ulong[] FirstBits =
        [0xF0AF956594200C45, 0x326129BA704186F8, 0xCF6ABE707DE6F972];

    [Fact]
    public void The_same_seed_and_stream_give_the_same_numbers_for_ever()
    {
        var random = new RandomStream(seed: 1, stream: 2);
        ulong[] bits = [random.NextBits(), random.NextBits(), random.NextBits()];
        Assert.Equal(FirstBits, bits);
    }

    [Fact]
    public void Seeds_and_streams_differ()
    {
        var first = Enumerable.Range(0, 100).Select(i => new RandomStream(i, 0).NextBits());
        var second = Enumerable.Range(1, 100).Select(i => new RandomStream(0, i).NextBits());
        Assert.Equal(200, first.Concat(second).Distinct().Count());
    }

    [Fact]
    public void Uniform_numbers_have_the_moments_of_their_law()
    {
        var random = new RandomStream(3);
        var (mean, variance) = Moments(() => random.NextUniform());
        Assert.Equal(0.5, mean, 0.01);
        Assert.Equal(1.0 / 12, variance, 0.005);
    }

    [Fact]
    public void Normal_numbers_have_the_moments_of_their_law()
    {
        var random = new RandomStream(4);
        var (mean, variance) = Moments(random.NextNormal);
        Assert.Equal(0, mean, 0.02);
        Assert.Equal(1, variance, 0.03);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(1.0)]
    [InlineData(7.5)]
    public void Gamma_numbers_have_the_moments_of_their_law(double shape)
    {
        var random = new RandomStream(5);
        var (mean, variance) = Moments(() => Math.Exp(random.NextLogGamma(shape)));
        Assert.Equal(1, mean / shape, 0.05);
        Assert.Equal(1, variance / shape, 0.1);
    }

    [Fact]
    public void Indices_cover_their_range_evenly()
    {
        var random = new RandomStream(6);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
        {
            counts[random.NextIndex(7)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
    }

    [Fact]
    public void A_shuffle_keeps_all_items()
    {
        int[] items = [.. Enumerable.Range(0, 50)];
        new RandomStream(7).Shuffle<int>(items);
        Assert.NotEqual(Enumerable.Range(0, 50), items);
        Assert.Equal(Enumerable.Range(0, 50), items.Order());
    }

    private static (double Mean, double Variance) Moments(Func<double> draw)
    {
        const int Count = 40_000;
        var (sum, squares) = (0.0, 0.0);
        for (var i = 0; i < Count; i++)
        {
            var value = draw();
            sum += value;
            squares += value * value;
        }

        return (sum / Count, (squares / Count) - (sum / Count * (sum / Count)));
    }
}
