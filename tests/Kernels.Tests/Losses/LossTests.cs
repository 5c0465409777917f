using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Tests.Support;

namespace Murmuration.Kernels.Tests.Losses;

public sealed class LossTests : IDisposable
{
    private const int SampleCount = 5;
    private const int OutputCount = 4;
    private readonly HostDevice _device = new();
    private readonly Random _random = new(4);

    public static TheoryData<ILoss> All =>
        [SquaredLoss.Instance, SoftmaxCrossEntropyLoss.Instance, LogisticLoss.Instance];

    public void Dispose() => _device.Dispose();

    [Theory]
    [MemberData(nameof(All))]
    public void Cost_equals_its_definition(ILoss loss)
    {
        var (f, d) = OutputsAndTargets();
        var expected = 0.0;
        for (var m = 0; m < SampleCount; m++)
        {
            expected += NaiveLoss.Cost(loss, Row(f, m), Row(d, m));
        }

        Assert.Equal(expected, Cost(loss, f, d), 1e-5);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Slope_equals_finite_differences(ILoss loss)
    {
        const double H = 1e-5;
        var (f, d) = OutputsAndTargets();
        var slope = Slope(loss, f, d);
        for (var m = 0; m < SampleCount; m++)
        {
            for (var o = 0; o < OutputCount; o++)
            {
                var (above, below) = (Row(f, m), Row(f, m));
                above[o] += H;
                below[o] -= H;
                var rise = NaiveLoss.Cost(loss, above, Row(d, m)) - NaiveLoss.Cost(loss, below, Row(d, m));
                Assert.Equal(rise / (2 * H), slope[m * OutputCount + o], 2e-6);
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Curvature_equals_finite_differences_of_the_slope(ILoss loss)
    {
        const double H = 1e-5;
        var (f, d) = OutputsAndTargets();
        var v = Numbers.Normal(_random, f.Length);
        var product = Multiply(loss, f, v);
        for (var m = 0; m < SampleCount; m++)
        {
            var above = NaiveLoss.Slope(loss, [.. Row(f, m).Zip(Row(v, m), (a, b) => a + H * b)], Row(d, m));
            var below = NaiveLoss.Slope(loss, [.. Row(f, m).Zip(Row(v, m), (a, b) => a - H * b)], Row(d, m));
            for (var o = 0; o < OutputCount; o++)
            {
                Assert.Equal((above[o] - below[o]) / (2 * H), product[m * OutputCount + o], 2e-6);
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_root_times_its_transpose_is_the_curvature(ILoss loss)
    {
        var (f, _) = OutputsAndTargets();
        var jacobian = Numbers.Normal(_random, f.Length * 7);
        var curvature = loss.CreateCurvature(_device);
        curvature.Refresh(_device.Matrix(SampleCount, OutputCount, f));
        var result = _device.Matrix(f.Length, 7);
        curvature.MultiplyRoot(_device.Matrix(f.Length, 7, jacobian), result);
        var root = Numbers.Rows(_device.Read(result.AsVector()), 7);
        var x = Numbers.Normal(_random, 7).ToDouble();

        // JᵀDJx = (BᵀJ)ᵀ(BᵀJ)x, the left side by products with D.
        var rows = Numbers.Rows(jacobian, 7);
        var curved = Multiply(loss, f, Dense.Multiply(rows, x).ToSingle());
        var expected = Dense.MultiplyTransposed(rows, curved);
        Dense.AssertClose(expected, Dense.MultiplyTransposed(root, Dense.Multiply(root, x)), 1e-5);
    }

    /// <summary>D = B·Bᵀ.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void The_transposed_root_after_the_root_is_the_curvature(ILoss loss)
    {
        var (f, _) = OutputsAndTargets();
        var v = Numbers.Normal(_random, f.Length);
        var (rooted, result) = (Matrix(new float[f.Length]), Matrix(new float[f.Length]));
        var curvature = loss.CreateCurvature(_device);
        curvature.Refresh(Matrix(f));
        curvature.MultiplyRoot(Matrix(v).AsVector().AsColumn(), rooted.AsVector().AsColumn());
        curvature.MultiplyRootTransposed(rooted, result);
        Dense.AssertClose(Multiply(loss, f, v), _device.ReadDouble(result.AsVector()), 1e-6);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void No_curvature_exceeds_the_bound(ILoss loss)
    {
        for (var k = 0; k < 20; k++)
        {
            var f = Numbers.Normal(_random, SampleCount * OutputCount, 0.1 + 0.2 * k);
            var v = Numbers.Normal(_random, f.Length);
            var product = Multiply(loss, f, v);
            for (var m = 0; m < SampleCount; m++)
            {
                var quadratic = Dense.Dot(Row(v, m), product[(m * OutputCount)..((m + 1) * OutputCount)]);
                Assert.True(quadratic <= loss.CurvatureBound * Dense.Dot(Row(v, m), Row(v, m)) * (1 + 1e-6));
            }
        }
    }

    [Fact]
    public void Large_scores_give_finite_costs_and_slopes()
    {
        float[] f = [2000, -2000, 0, 5, -3000, 3000, 1, 2];
        float[] d = [0, 1, 0, 0, 1, 0, 0, 0];
        Assert.Equal(4000 + 6000, Cost(SoftmaxCrossEntropyLoss.Instance, f, d), 1e-2);
        Assert.Equal(2000 + 2000 + Math.Log(2) + 5 + 3000 + 3000 + 1 + 2, Cost(LogisticLoss.Instance, f, d), 1.0);
        Assert.All(Slope(SoftmaxCrossEntropyLoss.Instance, f, d), slope => Assert.InRange(slope, -1, 1));
        Assert.All(Slope(LogisticLoss.Instance, f, d), slope => Assert.InRange(slope, -1, 1));
    }

    private static double[] Row(float[] numbers, int row) =>
        numbers[(row * OutputCount)..((row + 1) * OutputCount)].ToDouble();

    private (float[] F, float[] D) OutputsAndTargets()
    {
        var d = new float[SampleCount * OutputCount];
        for (var m = 0; m < SampleCount; m++)
        {
            d[m * OutputCount + _random.Next(OutputCount)] = 1;
        }

        return (Numbers.Normal(_random, d.Length, 2), d);
    }

    private DeviceMatrix Matrix(float[] numbers) => _device.Matrix(numbers.Length / OutputCount, OutputCount, numbers);

    private double Cost(ILoss loss, float[] f, float[] d) =>
        loss.Cost(_device, Matrix(f), Matrix(d), Matrix(new float[f.Length]));

    private double[] Slope(ILoss loss, float[] f, float[] d)
    {
        var result = Matrix(new float[f.Length]);
        loss.Slope(_device, Matrix(f), Matrix(d), result);
        return _device.ReadDouble(result.AsVector());
    }

    private double[] Multiply(ILoss loss, float[] f, float[] v)
    {
        var curvature = loss.CreateCurvature(_device);
        curvature.Refresh(Matrix(f));
        var result = Matrix(new float[f.Length]);
        curvature.Multiply(Matrix(v), result);
        return _device.ReadDouble(result.AsVector());
    }
}
