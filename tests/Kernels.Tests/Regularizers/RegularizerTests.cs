using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Regularizers;
using Murmuration.Kernels.Tests.Support;

namespace Murmuration.Kernels.Tests.Regularizers;

public sealed class RegularizerTests : IDisposable
{
    private readonly HostDevice _device = new();

    public static TheoryData<double, double> Weights => new() { { 0, 0 }, { 0, 0.3 }, { 0.4, 0 }, { 0.4, 0.3 } };

    public void Dispose() => _device.Dispose();

    [Theory]
    [MemberData(nameof(Weights))]
    public void Cost_is_the_weighted_sum_of_squares_and_absolute_values(double l1, double l2)
    {
        float[] w = [1, -2, 0, 0.5f];
        Assert.Equal(l2 * 5.25 + l1 * 3.5, new Regularizer(l1, l2).Cost(_device, _device.Vector(w)), 1e-9);
    }

    [Theory]
    [MemberData(nameof(Weights))]
    public void Prox_minimizes_regularizer_plus_squared_distance(double l1, double l2)
    {
        const double Q = 1.7;
        var u = Numbers.Normal(new Random(1), 50, 0.5);
        var v = _device.Allocate(50);
        new Regularizer(l1, l2).Prox(_device, Q, _device.Vector(u), v);
        var found = _device.ReadDouble(v);
        for (var k = 0; k < 50; k++)
        {
            // 0 ∈ 2·l2·v + Q(v − u) + l1·∂|v|
            var slope = 2 * l2 * found[k] + Q * (found[k] - u[k]);
            var gap = found[k] == 0 ? Math.Max(Math.Abs(slope) - l1, 0) : slope + l1 * Math.Sign(found[k]);
            Assert.Equal(0, gap, 1e-6);
        }
    }

    [Fact]
    public void The_gradient_of_the_smooth_part_is_added()
    {
        var gradient = _device.Vector([1, 1]);
        new Regularizer(5, 0.25).AddGradient(_device, _device.Vector([2, -4]), gradient);
        Assert.Equal([2f, -1f], _device.Read(gradient));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, -1)]
    public void Negative_weights_are_refused(double l1, double l2) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Regularizer(l1, l2));
}
