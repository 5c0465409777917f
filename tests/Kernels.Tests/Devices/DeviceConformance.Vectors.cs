using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Tests.Support;

namespace Murmuration.Kernels.Tests.Devices;

/// <summary>Maps, reductions and the consensus step.</summary>
public abstract partial class DeviceConformance
{
    private static readonly int[] Lengths = [0, 1, 7, 16, 33, 1000, 9001];

    [Theory]
    [InlineData(ElementFunction.Tanh, 4e-7)]
    [InlineData(ElementFunction.Sigmoid, 5e-7)]
    [InlineData(ElementFunction.Relu, 0)]
    [InlineData(ElementFunction.Exp, 5e-7)]
    [InlineData(ElementFunction.Softplus, 5e-7)]
    [InlineData(ElementFunction.SquareRoot, 1e-7)]
    public void Functions_are_accurate_over_their_whole_range(ElementFunction function, double relative)
    {
        float[] special = [0, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e4f, -1e4f, 1e-30f, 88];
        float[] x = [.. special, -88, .. Numbers.Normal(_random, 500), .. Numbers.Normal(_random, 500, 40)];
        var result = _device.Vector(x);
        _device.Map(function, result, result);
        var numbers = _device.Read(result);
        for (var k = 0; k < x.Length; k++)
        {
            var expected = Value(function, x[k]);
            var near = (float)expected == numbers[k] || (double.IsNaN(expected) && float.IsNaN(numbers[k]))
                || Math.Abs(expected - numbers[k]) <= (relative * Math.Abs(expected)) + 3e-38;
            Assert.True(near, $"{function} of {x[k]} is {numbers[k]}, not {expected}");
        }
    }

    [Fact]
    public void Gelu_and_all_slopes_equal_those_of_the_host()
    {
        var (x, y) = (Numbers.Normal(_random, 700, 3), Numbers.Normal(_random, 700));
        foreach (var function in Enum.GetValues<ElementFunction>())
        {
            if (function is ElementFunction.Exp or ElementFunction.SquareRoot)
            {
                continue;
            }

            AssertSame(2e-6, device =>
            {
                var (value, result) = (device.Vector(x), device.Allocate(x.Length));
                if (function != ElementFunction.Gelu)
                {
                    device.Map(function, value, value);
                }

                device.MultiplyBySlope(function, value, device.Vector(y), result);
                return result;
            });
        }

        AssertSame(2e-6, device =>
        {
            var result = device.Vector(x);
            device.Map(ElementFunction.Gelu, result, result);
            return result;
        });
    }

    [Fact]
    public void Combinations_equal_plain_loops()
    {
        foreach (var length in Lengths)
        {
            var (x, y) = (Numbers.Normal(_random, length), Numbers.Normal(_random, length));
            var (left, right, result) = (_device.Vector(x), _device.Vector(y), _device.Allocate(length));
            _device.Combine(2, left, -0.7f, right, result);
            AssertEach(result, k => (2.0 * x[k]) - (0.7f * (double)y[k]), 1e-6);
            _device.AddScaled(0.3f, left, result);
            AssertEach(result, k => ((2 + 0.3f) * (double)x[k]) - (0.7f * (double)y[k]), 2e-6);
            _device.Multiply(left, right, result);
            AssertEach(result, k => (double)x[k] * y[k], 1e-6);
            _device.SoftThreshold(left, 0.5f, result);
            AssertEach(result, k => Math.Sign(x[k]) * Math.Max(Math.Abs((double)x[k]) - 0.5, 0), 1e-6);
            _device.Multiply(right, right, result);
            _device.DivideByRoot(left, result, 0.5f, result);
            AssertEach(result, k => x[k] / (Math.Abs((double)y[k]) + 0.5), 2e-6);
        }
    }

    [Fact]
    public void Reductions_are_exact_to_float64_and_always_the_same()
    {
        foreach (var length in Lengths)
        {
            var (x, y) = (Numbers.Normal(_random, length), Numbers.Normal(_random, length));
            var (left, right, all) = (_device.Vector(x), _device.Vector(y), Enumerable.Range(0, length));
            var tolerance = 1e-13 * (length + 1);
            Assert.Equal(all.Sum(k => (double)x[k] * y[k]), _device.Dot(left, right), tolerance);
            Assert.Equal(all.Sum(k => (double)x[k] * x[k]), _device.SquaredNorm(left), tolerance);
            var distance = all.Sum(k => Math.Pow((double)x[k] - y[k], 2));
            Assert.Equal(distance, _device.SquaredDistance(left, right), tolerance);
            Assert.Equal(all.Sum(k => (double)x[k]), _device.Sum(left), tolerance);
            Assert.Equal(all.Sum(k => Math.Abs((double)x[k])), _device.AbsoluteSum(left), tolerance);
            Assert.Equal(x.Select(Math.Abs).DefaultIfEmpty().Max(), _device.MaxAbs(left));
            Assert.Equal(_device.Dot(left, right), _device.Dot(left, right));
        }
    }

    [Fact]
    public void A_NaN_is_never_lost_in_a_reduction()
    {
        foreach (var place in new[] { 0, 500, 999 })
        {
            var x = new float[1000];
            x[place] = float.NaN;
            var vector = _device.Vector(x);
            Assert.True(double.IsNaN(_device.SquaredNorm(vector)) && double.IsNaN(_device.MaxAbs(vector)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(40)]
    public void Mixing_sums_in_float64_wherever_the_vectors_lie(int count)
    {
        const int Length = 333;
        var vectors = Enumerable.Range(0, count).Select(_ => Numbers.Normal(_random, Length)).ToArray();
        double[] weights = [.. Enumerable.Range(0, count).Select(j => 0.1 - (0.02 * j))];
        var (result, other) = (_device.Vector(new float[Length]), _device.Allocate(Length));
        _device.Fill(7, result);
        _device.Mix(vectors.Select(x => (ReadOnlyMemory<float>)x).ToArray(), weights, result);
        _device.Mix(vectors.Select(_device.Vector).ToArray(), weights, other);
        AssertEach(result, k => vectors.Select((x, j) => weights[j] * x[k]).Sum(), 2e-7);
        Assert.Equal(_device.Read(result), _device.Read(other));
    }

    [Fact]
    public void A_mix_may_write_into_one_of_its_vectors()
    {
        var (x, y) = (_device.Vector([1, 2, 3]), _device.Vector([4, 5, 6]));
        _device.Mix([x, y], [0.5, 0.25], x);
        Assert.Equal([1.5f, 2.25f, 3f], _device.Read(x));
        _device.Mix([_device.Stage(x), _device.Stage(y)], [2, 1], x);
        Assert.Equal([7f, 9.5f, 12f], _device.Read(x));
    }

    [Fact]
    public void Large_arrays_that_vectors_come_from_are_taken_again_and_again()
    {
        const int Length = 70_000;
        var arrival = GC.AllocateArray<float>(Length + 16, pinned: true);
        var result = _device.Allocate(Length);
        for (var round = 1; round <= 3; round++)
        {
            arrival.AsSpan().Fill(round);
            _device.Mix([arrival.AsMemory(16)], [2], result);
            Assert.Equal(2f * round, _device.Read(result.Slice(Length - 1, 1))[0]);
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(1)]
    public void Masks_are_those_of_the_host(double keep)
    {
        var x = Numbers.Normal(_random, 501);
        AssertSame(0, device =>
        {
            var result = device.Allocate(x.Length);
            device.Mask(0x1234567890ABCDEF, keep, device.Vector(x), result);
            return result;
        });
    }

    private static double Value(ElementFunction function, double x) => function switch
    {
        ElementFunction.Tanh => Math.Tanh(x),
        ElementFunction.Sigmoid => 1 / (1 + Math.Exp(-x)),
        ElementFunction.Relu => double.IsNaN(x) ? x : Math.Max(x, 0),
        ElementFunction.Exp => Math.Exp(x),
        ElementFunction.Softplus => Math.Max(x, 0) + LogOnePlus(Math.Exp(-Math.Abs(x))),
        _ => Math.Sqrt(x),
    };

    private static double LogOnePlus(double u) => u < 1e-6 ? u - (u * u / 2) : Math.Log(1 + u);

    /// <summary>Does the same on the device and on the host; numbers differ by a part of the largest at most.</summary>
    private void AssertSame(double relative, Func<IDevice, DeviceVector> work) => Dense.AssertClose(
        _host.ReadDouble(work(_host)), _device.ReadDouble(work(_device)), relative);

    private void AssertEach(DeviceVector actual, Func<int, double> expected, double tolerance)
    {
        var numbers = _device.Read(actual);
        for (var k = 0; k < numbers.Length; k++)
        {
            var apart = Math.Abs(expected(k) - numbers[k]);
            Assert.True(apart <= tolerance * (1 + Math.Abs(expected(k))), $"{k}: {numbers[k]}, not {expected(k)}");
        }
    }
}
