using Murmuration.Kernels.Devices.Host;

namespace Murmuration.Kernels.Tests.Devices.Host;

public sealed class VectorMathTests : IDisposable
{
    private static readonly int[] Lengths = [0, 1, 7, 16, 33, 1000, 70_001];

    private readonly WorkerPool _two = new(2);

    private delegate void Map(ReadOnlySpan<float> x, Span<float> result, WorkerPool? pool);

    public void Dispose() => _two.Dispose();

    [Fact]
    public void Tanh_is_accurate_and_bounded() => CheckMap(VectorMath.Tanh, Math.Tanh, 3.2e-7, 1e-38);

    [Fact]
    public void Sigmoid_is_accurate() => CheckMap(VectorMath.Sigmoid, x => 1 / (1 + Math.Exp(-x)), 4e-7, 3e-38);

    [Fact]
    public void Exp_is_accurate_from_nothing_to_infinity() => CheckMap(VectorMath.Exp, Math.Exp, 2.5e-7, 2e-45);

    [Fact]
    public void Softplus_is_accurate() =>
        CheckMap(VectorMath.Softplus, x => Math.Max(x, 0) + LogOnePlus(Math.Exp(-Math.Abs(x))), 4e-7, 5e-45);

    [Fact]
    public void Relu_is_exact() => CheckMap(VectorMath.Relu, x => double.IsNaN(x) ? x : Math.Max(x, 0), 0, 0);

    [Fact]
    public void SoftThreshold_is_exact() =>
        CheckMap(
            (x, result, pool) => VectorMath.SoftThreshold(x, 0.5f, result, pool),
            x => double.IsNaN(x) ? x : Math.Sign(x) * Math.Max(Math.Abs(x) - 0.5, 0),
            1e-7,
            0);

    [Fact]
    public void Zeros_keep_their_sign()
    {
        Span<float> x = [-0f, 0f];
        VectorMath.Tanh(x, x);
        Assert.True(float.IsNegative(x[0]) && !float.IsNegative(x[1]));
    }

    [Fact]
    public void Tanh_never_leaves_its_range()
    {
        var x = Enumerable.Range(0, 200_000).Select(i => i * 1e-4f).ToArray();
        VectorMath.Tanh(x, x);
        Assert.True(x.Max() <= 1);
    }

    [Fact]
    public void Backward_maps_are_derivatives_by_the_output()
    {
        foreach (var length in Lengths)
        {
            var (output, gradient) = (Numbers(length, 1), Numbers(length, 2));
            var result = new float[length];
            VectorMath.TanhBackward(output, gradient, result, _two);
            CheckEach(result, i => gradient[i] * (1 - ((double)output[i] * output[i])), 2e-6);
            VectorMath.SigmoidBackward(output, gradient, result, _two);
            CheckEach(result, i => gradient[i] * (double)output[i] * (1 - (double)output[i]), 2e-6);
            VectorMath.ReluBackward(output, gradient, result, _two);
            CheckEach(result, i => output[i] > 0 ? gradient[i] : 0, 0);
        }
    }

    [Fact]
    public void Combinations_equal_plain_loops_also_in_place()
    {
        foreach (var length in Lengths)
        {
            var (x, y) = (Numbers(length, 1), Numbers(length, 2));
            var result = y.ToArray();
            VectorMath.AddScaled(0.3f, x, result, _two);
            CheckEach(result, i => y[i] + (0.3f * (double)x[i]), 1e-6);
            VectorMath.Combine(2, x, -0.7f, y, result, _two);
            CheckEach(result, i => (2.0 * x[i]) - (0.7f * (double)y[i]), 1e-6);
            result = x.ToArray();
            VectorMath.Multiply(result, y, result, _two);
            CheckEach(result, i => (double)x[i] * y[i], 1e-6);
            var squares = y.Select(number => number * number).ToArray();
            VectorMath.DivideByRoot(x, squares, 0.5f, squares, _two);
            CheckEach(squares, i => x[i] / (Math.Abs((double)y[i]) + 0.5), 1e-6);
        }
    }

    [Fact]
    public void Reductions_equal_exact_sums()
    {
        foreach (var length in Lengths)
        {
            var (x, y) = (Numbers(length, 1), Numbers(length, 2));
            var indices = Enumerable.Range(0, length);
            var tolerance = 1e-13 * (length + 1);
            Assert.Equal(indices.Sum(i => (double)x[i] * y[i]), VectorMath.Dot(x, y), tolerance);
            Assert.Equal(indices.Sum(i => (double)x[i] * x[i]), VectorMath.SquaredNorm(x), tolerance);
            var distance = indices.Sum(i => Math.Pow((double)x[i] - y[i], 2));
            Assert.Equal(distance, VectorMath.SquaredDistance(x, y), tolerance);
            Assert.Equal(indices.Sum(i => (double)x[i]), VectorMath.Sum(x), tolerance);
            Assert.Equal(indices.Sum(i => Math.Abs((double)x[i])), VectorMath.SumAbs(x), tolerance);
            Assert.Equal(x.Select(Math.Abs).DefaultIfEmpty().Max(), VectorMath.MaxAbs(x));
        }
    }

    [Fact]
    public void Reductions_do_not_depend_on_threads()
    {
        var (x, y) = (Numbers(1_000_003, 1), Numbers(1_000_003, 2));
        Assert.Equal(VectorMath.Dot(x, y), VectorMath.Dot(x, y, _two));
        Assert.Equal(VectorMath.SquaredDistance(x, y), VectorMath.SquaredDistance(x, y, _two));
        Assert.Equal(VectorMath.Sum(x), VectorMath.Sum(x, _two));
    }

    [Fact]
    public void A_NaN_is_never_lost_in_a_reduction()
    {
        foreach (var length in new[] { 1, 17, 33, 40_000 })
        {
            var x = new float[length];
            x[length - 1] = float.NaN;
            Assert.True(double.IsNaN(VectorMath.SquaredNorm(x)) && double.IsNaN(VectorMath.MaxAbs(x)));
        }
    }

    [Fact]
    public void Vectors_of_different_lengths_are_refused()
    {
        Assert.Throws<ArgumentException>(() => VectorMath.Dot(new float[2], new float[3]));
        Assert.Throws<ArgumentException>(() => VectorMath.AddScaled(1, new float[2], new float[3]));
        Assert.Throws<ArgumentException>(() => VectorMath.Mix([new float[2]], [1, 2], new float[2]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void Mix_sums_in_float64_in_the_order_given(int count)
    {
        foreach (var length in Lengths)
        {
            ReadOnlyMemory<float>[] inputs = [.. Enumerable.Range(0, count).Select(j => Numbers(length, j).AsMemory())];
            double[] weights = [.. Enumerable.Range(0, count).Select(j => 0.1 + (0.2 * j))];
            var (result, shared) = (new float[length], new float[length]);
            VectorMath.Mix(inputs, weights, result);
            VectorMath.Mix(inputs, weights, shared, _two);
            Assert.Equal(result, shared);
            for (var k = 0; k < length; k++)
            {
                var sum = 0.0;
                for (var j = 0; j < count; j++)
                {
                    sum = Math.FusedMultiplyAdd(weights[j], inputs[j].Span[k], sum);
                }

                Assert.Equal((float)sum, result[k]);
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 10)]
    [InlineData(130, 10)]
    [InlineData(7, 300)]
    [InlineData(2, 1500)]
    public void Rows_are_normalized_whatever_the_size_of_their_scores(int rows, int columns)
    {
        foreach (var shift in new[] { 0f, 1e4f, -1e4f })
        {
            var x = Numbers(rows * columns, 3).Select(value => value + shift).ToArray();
            var (softmax, logSumExp) = (new float[x.Length], new double[rows]);
            VectorMath.SoftmaxRows(x, columns, softmax);
            VectorMath.LogSumExpRows(x, columns, logSumExp);
            for (var row = 0; row < rows; row++)
            {
                var scores = x.AsSpan(row * columns, columns).ToArray();
                var sum = scores.Sum(score => Math.Exp((double)score - shift));
                Assert.Equal(shift + Math.Log(sum), logSumExp[row], 1e-6);
                for (var i = 0; i < columns; i++)
                {
                    Assert.Equal(Math.Exp((double)scores[i] - shift) / sum, softmax[(row * columns) + i], 1e-6);
                }
            }
        }
    }

    [Fact]
    public void A_NaN_score_spoils_its_row_only()
    {
        float[] x = [1, float.NaN, 2, 3];
        var (softmax, logSumExp) = (new float[4], new double[2]);
        VectorMath.SoftmaxRows(x, 2, softmax);
        VectorMath.LogSumExpRows(x, 2, logSumExp);
        Assert.Equal([true, true, false, false], softmax.Select(float.IsNaN));
        Assert.Equal([true, false], logSumExp.Select(double.IsNaN));
    }

    private static double LogOnePlus(double u) => u < 1e-6 ? u - (u * u / 2) : Math.Log(1 + u);

    private static float[] Numbers(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (float)((2 * random.NextDouble()) - 1))];
    }

    private static void CheckEach(float[] result, Func<int, double> expected, double tolerance)
    {
        for (var i = 0; i < result.Length; i++)
        {
            if (!(Math.Abs(expected(i) - result[i]) <= tolerance))
            {
                Assert.Fail($"number {i} is {result[i]}, not {expected(i)}");
            }
        }
    }

    private void CheckMap(Map map, Func<double, double> expected, double relative, double absolute)
    {
        foreach (var length in Lengths)
        {
            var random = new Random(length);
            float[] special =
                [0, -0f, 1e4f, -1e4f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e-30f, 88, -88];
            float[] x = [.. special.Take(length), .. Enumerable.Range(0, Math.Max(length - 10, 0))
                .Select(i => (float)((random.NextDouble() - 0.5) * (i % 3 == 0 ? 200 : 4)))];
            var (result, shared) = (new float[x.Length], x.ToArray());
            map(x, result, null);
            map(shared, shared, _two);
            Assert.Equal(result, shared);
            for (var i = 0; i < x.Length; i++)
            {
                var value = expected(x[i]);
                var near = (float)value == result[i] || (double.IsNaN(value) && float.IsNaN(result[i]))
                    || Math.Abs(value - result[i]) <= (relative * Math.Abs(value)) + absolute;
                if (!near)
                {
                    Assert.Fail($"{x[i]}: {result[i]} is not {value}");
                }
            }
        }
    }
}
