using Murmuration.Agent.Metrics;

namespace Murmuration.Agent.Tests.Metrics;

public sealed class TrackingSketchTests
{
    private const int Length = 10_001;

    [Fact]
    public void Sketches_of_cancelling_vectors_cancel()
    {
        var (y, g) = (Random(1), Random(2));
        var opposite = TrackingSketch.Of(g, 1, y);
        Assert.InRange(TrackingSketch.Norm([TrackingSketch.Of(y, 1, g), opposite]), 0, 1e-9);
    }

    [Fact]
    public void The_norm_of_a_sum_is_estimated_within_its_deviation()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var (y, g) = (Random(seed), Random(100 + seed));
            var exact = Math.Sqrt(y.Zip(g, (a, b) => (2.0 * a) - b).Sum(x => x * x));
            Assert.InRange(TrackingSketch.Norm([TrackingSketch.Of(y, 2, g)]) / exact, 0.5, 1.5);
        }
    }

    [Fact]
    public void One_changed_entry_shows_whole()
    {
        var y = Random(1);
        var g = (float[])y.Clone();
        g[777] += 3;
        Assert.Equal(3, TrackingSketch.Norm([TrackingSketch.Of(y, 1, g)]), 1e-5);
    }

    private static float[] Random(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Length).Select(_ => (float)(random.NextDouble() - 0.5))];
    }
}
