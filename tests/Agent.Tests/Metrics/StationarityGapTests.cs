using Murmuration.Agent.Metrics;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Regularizers;

namespace Murmuration.Agent.Tests.Metrics;

/// <summary>The stationarity gap against the proximal step that it is defined by.</summary>
public sealed class StationarityGapTests : IDisposable
{
    private const int Length = 1003;
    private const int Agents = 5;

    private readonly HostDevice _device = new(1);

    public void Dispose() => _device.Dispose();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 0.3)]
    [InlineData(0.05, 0)]
    [InlineData(0.05, 0.3)]
    public void One_agents_gap_is_the_residual_of_a_proximal_step(double l1, double l2)
    {
        var regularizer = new Regularizer(l1, l2);
        var (w, y) = (Random(1), Random(2));
        var exact = Residual(w, y, regularizer);
        var gap = StationarityGap.Of(w, y, Agents, regularizer, pushSumWeight: 1);
        Assert.Equal(Math.Sqrt(exact.Sum(x => x * x)), gap.Norm, 1e-5 * gap.Norm);
        Assert.InRange(StationarityGap.NormOfMean([gap.Sketch]) / gap.Norm, 0.5, 1.5);
    }

    [Fact]
    public void A_gradient_of_the_social_cost_gives_the_same_gap()
    {
        var regularizer = new Regularizer(0, 0.3);
        var (w, y) = (Random(1), Random(2));
        float[] social = [.. w.Zip(y, (a, b) => (float)((Agents * b) + (2 * 0.3 * a)))];
        var own = StationarityGap.Of(w, y, Agents, regularizer, pushSumWeight: 1);
        var all = StationarityGap.Of(w, social, agentCount: null, regularizer, pushSumWeight: 1);
        Assert.Equal(own.Norm, all.Norm, 1e-5 * own.Norm);
    }

    [Fact]
    public void Without_trackers_the_sketches_of_all_agents_show_the_networks_gap()
    {
        var regularizer = new Regularizer(0, 0.01);
        var w = Random(1);
        var gradients = Enumerable.Range(0, Agents).Select(k => Random(10 + k)).ToList();
        float[] mean = [.. Enumerable.Range(0, Length).Select(k => gradients.Average(g => g[k]))];
        var exact = Math.Sqrt(Residual(w, mean, regularizer).Sum(x => x * x));
        IReadOnlyList<float>[] sketches =
            [.. gradients.Select(g => StationarityGap.Of(w, g, Agents, regularizer, 1).Sketch)];
        Assert.InRange(StationarityGap.NormOfMean(sketches) / exact, 0.6, 1.4);
        var whole = StationarityGap.Of(w, mean, Agents, regularizer, 1);
        Assert.Equal(
            StationarityGap.NormOfMean([whole.Sketch]), StationarityGap.NormOfMean(sketches), 1e-4 * exact);
    }

    [Fact]
    public void At_a_stationary_point_nothing_is_left()
    {
        // ∇U = I y + 2 l2 w = 0.
        var w = Random(1);
        float[] y = [.. w.Select(x => (float)(-2 * 0.25 * x / Agents))];
        Assert.InRange(StationarityGap.Of(w, y, Agents, new(0, 0.25), 1).Norm, 0, 1e-6);
    }

    /// <summary>w − prox_r(w − I y) by the regularizer's own prox.</summary>
    private double[] Residual(float[] w, float[] y, Regularizer regularizer)
    {
        DeviceVector Upload(float[] values)
        {
            var vector = _device.Allocate(values.Length);
            _device.Upload(values, vector);
            return vector;
        }

        var step = Upload([.. w.Zip(y, (a, b) => a - (Agents * b))]);
        regularizer.Prox(_device, 1, step, step);
        return [.. w.Zip(_device.Stage(step).ToArray(), (a, b) => (double)a - b)];
    }

    private static float[] Random(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Length).Select(_ => (float)(random.NextDouble() - 0.5))];
    }
}
