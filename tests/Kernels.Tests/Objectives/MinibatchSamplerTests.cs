using Murmuration.Kernels.Objectives;
using Murmuration.Testing;

namespace Murmuration.Kernels.Tests.Objectives;

public class MinibatchSamplerTests
{
    [Theory]
    [InlineData(20, 5)]
    [InlineData(21, 5)]
    [InlineData(7, 7)]
    [InlineData(10, 1)]
    public void Every_pass_holds_every_sample_once(int count, int batch)
    {
        var sampler = new MinibatchSampler(count, batch, 9);
        var drawn = Enumerable.Range(0, 3 * count).SelectMany(round => sampler.Rows(round).ToArray()).ToArray();
        foreach (var pass in drawn.Chunk(count).Where(pass => pass.Length == count))
        {
            Assert.Equal(Enumerable.Range(0, count), pass.Order());
        }
    }

    [Fact]
    public void A_batch_follows_from_seed_and_round_alone()
    {
        var forward = new MinibatchSampler(30, 8, 5);
        var inOrder = Enumerable.Range(0, 20).Select(round => forward.Rows(round).ToArray()).ToArray();
        var backward = new MinibatchSampler(30, 8, 5);
        for (var round = 19; round >= 0; round--)
        {
            Assert.Equal(inOrder[round], backward.Rows(round).ToArray());
        }

        Assert.NotEqual(inOrder[0], new MinibatchSampler(30, 8, 6).Rows(0).ToArray());
    }

    [Fact]
    public void Positions_are_spread_evenly()
    {
        var first = new int[10];
        for (var seed = 0ul; seed < 5000; seed++)
        {
            first[new MinibatchSampler(10, 1, seed).Rows(0)[0]]++;
        }

        Assert.All(first, count => Assert.InRange(count, 400, 600));
    }

    [Fact]
    public void Rounds_cost_no_memory()
    {
        var sampler = new MinibatchSampler(100, 7, 1);
        _ = sampler.Rows(0);
        Assert.Equal(0, Allocation.Least(() =>
        {
            for (var round = 0; round < 100; round++)
            {
                _ = sampler.Rows(round);
            }
        }));
    }

    [Fact]
    public void More_than_all_samples_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new MinibatchSampler(3, 4, 0));
}
