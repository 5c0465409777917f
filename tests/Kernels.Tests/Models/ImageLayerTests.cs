using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Models;
using Murmuration.Kernels.Tests.Support;

namespace Murmuration.Kernels.Tests.Models;

/// <summary>Convolution, pooling, norm and residual block against plain loops and finite differences.</summary>
public sealed class ImageLayerTests : IDisposable
{
    private readonly HostDevice _device = new();

    /// <summary>Channels, height, width, window's height and width, stride, padding, samples.</summary>
    public static TheoryData<int[]> Windows => new()
    {
        new int[] { 1, 5, 5, 3, 3, 1, 0, 1 },
        new int[] { 2, 7, 5, 3, 3, 1, 1, 5 },
        new int[] { 3, 6, 7, 2, 3, 2, 1, 5 },
        new int[] { 2, 9, 8, 5, 5, 3, 2, 1 },
        new int[] { 2, 7, 7, 1, 1, 2, 0, 5 },
        new int[] { 1, 4, 13, 3, 4, 1, 2, 5 },
        new int[] { 1, 3, 3, 3, 3, 3, 2, 5 },
        new int[] { 2, 2, 2, 5, 5, 1, 2, 5 },
        new int[] { 1, 6, 22, 2, 2, 2, 0, 1 },
        new int[] { 1, 5, 23, 3, 3, 2, 1, 5 },
    };

    public void Dispose() => _device.Dispose();

    [Theory]
    [MemberData(nameof(Windows))]
    public void Convolution(int[] extents)
    {
        var window = ToWindow(extents);
        var model = new Model([new ConvolutionLayer(window, 3)]);
        new LayerCheck(_device, model, (w, x) => NaiveLayers.Convolution(window, 3, w, x), extents[^1]).Run();
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void Max_pooling(int[] extents)
    {
        var window = ToWindow(extents);
        var model = new Model([new MaxPoolLayer(window)]);
        new LayerCheck(_device, model, (_, x) => NaiveLayers.MaxPool(window, x), extents[^1]).Run();
    }

    /// <summary>The first NaN under a window comes out, and the slope goes to it.</summary>
    [Theory]
    [MemberData(nameof(Windows))]
    public void Max_pooling_keeps_a_number_that_is_none(int[] extents)
    {
        var (window, samples) = (ToWindow(extents), extents[^1]);
        var count = window.Input.Count;
        var images = Numbers.Normal(new Random(7), samples * count);
        for (var k = 0; k < images.Length; k += 5)
        {
            images[k] = float.NaN;
        }

        AssertPooled(window, images, images.Select(value => float.IsNaN(value) ? double.MaxValue : value));
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void Max_pooling_of_nothing_but_minus_infinity_takes_the_first(int[] extents)
    {
        var window = ToWindow(extents);
        var images = Enumerable.Repeat(float.NegativeInfinity, extents[^1] * window.Input.Count).ToArray();
        AssertPooled(window, images, images.Select(value => (double)value));
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void Average_pooling(int[] extents)
    {
        var window = ToWindow(extents);
        var model = new Model([new AveragePoolLayer(window)]);
        new LayerCheck(_device, model, (_, x) => NaiveLayers.AveragePool(window, x), extents[^1]).Run();
    }

    [Theory]
    [InlineData(4, 3, 5, 1, 5)]
    [InlineData(4, 3, 5, 2, 1)]
    [InlineData(6, 1, 2, 3, 5)]
    [InlineData(3, 4, 4, 3, 5)]
    public void Group_norm(int channels, int height, int width, int groups, int samples)
    {
        var shape = new ImageShape(channels, height, width);
        var model = new Model([new GroupNormLayer(shape, groups)]);
        new LayerCheck(_device, model, (w, x) => NaiveLayers.GroupNorm(shape, groups, w, x), samples).Run();
    }

    [Theory]
    [InlineData(Activation.Gelu)]
    [InlineData(Activation.Softplus)]
    public void Smooth_activations(Activation activation)
    {
        Func<double, double> function = activation == Activation.Gelu ? NaiveLayers.Gelu : NaiveLayers.Softplus;
        var model = new Model([new ActivationLayer(activation, 37)]);
        new LayerCheck(_device, model, (_, x) => [.. x.Select(function)], 5).Run();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void A_residual_block_without_projection(int samples)
    {
        var window = new Window(new ImageShape(2, 5, 3), 3, 3, 1, 1);
        var block = new Model([new ConvolutionLayer(window, 2), new ActivationLayer(Activation.Tanh, 30)]);
        var model = new Model([new ResidualLayer(block, null), new ActivationLayer(Activation.Tanh, 30)]);
        new LayerCheck(_device, model, Naive, samples).Run();

        double[] Naive(double[] w, double[] x) => [.. NaiveLayers.Convolution(window, 2, w, x)
            .Select((value, k) => Math.Tanh(Math.Tanh(value) + x[k]))];
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void A_residual_block_with_a_strided_projection_among_layers(int samples)
    {
        var input = new ImageShape(2, 5, 4);
        var first = new Window(input, 3, 3, 2, 1);
        var second = new Window(new ImageShape(4, 3, 2), 3, 3, 1, 1);
        var direct = new Window(input, 1, 1, 2, 0);
        var block = new Model(
        [
            new ConvolutionLayer(first, 4), new GroupNormLayer(second.Input, 2),
            new ActivationLayer(Activation.Gelu, 24), new ConvolutionLayer(second, 4),
        ]);
        var shortcut = new Model([new ConvolutionLayer(direct, 4)]);
        var residual = new ResidualLayer(block, shortcut);
        var model = new Model(
        [
            new ActivationLayer(Activation.Softplus, input.Count), residual,
            new ActivationLayer(Activation.Tanh, 24), new DenseLayer(24, 3),
        ]);
        new LayerCheck(_device, model, Naive, samples).Run();
        Assert.Equal(block.WeightCount + shortcut.WeightCount, residual.WeightCount);
        Assert.Equal(residual.WeightCount, residual.Tensors.Sum(tensor => tensor.Shape.Aggregate((a, b) => a * b)));

        double[] Naive(double[] w, double[] x)
        {
            var start = x.Select(NaiveLayers.Softplus).ToArray();
            var (at, y) = (4 * 19, NaiveLayers.Convolution(first, 4, w, start));
            y = [.. NaiveLayers.GroupNorm(second.Input, 2, w.AsSpan(at), y).Select(NaiveLayers.Gelu)];
            at += 8;
            y = NaiveLayers.Convolution(second, 4, w.AsSpan(at), y);
            at += 4 * 37;
            var passed = NaiveLayers.Convolution(direct, 4, w.AsSpan(at), start);
            y = [.. y.Zip(passed, (a, b) => Math.Tanh(a + b))];
            return new NaiveModel([24, 3], Activation.Tanh).Outputs(w.AsSpan(at + 12), y);
        }
    }

    [Fact]
    public void Many_images_are_convolved_in_chunks()
    {
        var window = new Window(new ImageShape(3, 32, 32), 5, 5, 1, 0);
        var model = new Model([new ConvolutionLayer(window, 2)]);
        var random = new Random(4);
        var weights = Numbers.Normal(random, model.WeightCount);
        var inputs = Numbers.Normal(random, 20 * model.InputCount);
        var workspace = model.CreateWorkspace(_device);
        var w = _device.Vector(weights);
        var outputs = model.Forward(workspace, w, _device.Matrix(20, model.InputCount, inputs));
        var expected = NaiveLayers.Convolution(
            window, 2, weights.ToDouble(), Numbers.Rows(inputs, model.InputCount)[^1]);
        Dense.AssertClose(expected, _device.ReadDouble(outputs.Row(19)), 1e-6);

        var (v, u) = (Numbers.Normal(random, model.WeightCount), Numbers.Normal(random, 20 * model.OutputCount));
        var result = _device.Matrix(20, model.OutputCount);
        var gradient = _device.Allocate(model.WeightCount);
        model.Product(workspace, w, _device.Vector(v), result);
        model.TransposedProduct(workspace, w, _device.Matrix(20, model.OutputCount, u), gradient);
        var left = Dense.Dot(_device.ReadDouble(result.AsVector()), u.ToDouble());
        Assert.Equal(left, Dense.Dot(v.ToDouble(), _device.ReadDouble(gradient)), 1e-5 * Math.Abs(left));
    }

    [Theory]
    [InlineData(2, 1, 0)]
    [InlineData(5, 0, 0)]
    [InlineData(3, 1, 3)]
    public void Windows_that_do_not_fit_are_refused(int extent, int stride, int padding) =>
        Assert.ThrowsAny<ArgumentException>(
            () => new Window(new ImageShape(1, 1, 1), extent, extent, stride, padding));

    /// <summary>
    /// Columns are found by pooling pairs of rank and place: of the images' numbers in order, the first of equals last.
    /// </summary>
    private void AssertPooled(Window window, float[] images, IEnumerable<double> order)
    {
        var (inputs, outputs) = (window.Input.Count, window.Input.Channels * window.PositionCount);
        var samples = images.Length / inputs;
        var (maxima, columns) = (_device.Matrix(samples, outputs), _device.Matrix(samples, outputs));
        _device.WindowMaxima(window, _device.Matrix(samples, inputs, images), maxima, columns);
        var (values, places) = (_device.Read(maxima.AsVector()), _device.Read(columns.AsVector()));
        foreach (var (sample, numbers) in order.Chunk(inputs).Index())
        {
            var sorted = Enumerable.Range(0, inputs).OrderBy(k => numbers[k]).ThenByDescending(k => k).ToArray();
            var ranks = new double[inputs];
            foreach (var (rank, column) in sorted.Index())
            {
                ranks[column] = rank;
            }

            foreach (var (k, rank) in NaiveLayers.MaxPool(window, ranks).Index())
            {
                var column = sorted[(int)rank];
                Assert.Equal(column, places[sample * outputs + k]);
                Assert.Equal(images[sample * inputs + column], values[sample * outputs + k]);
            }
        }
    }

    private static Window ToWindow(int[] extents) =>
        new(new ImageShape(extents[0], extents[1], extents[2]), extents[3], extents[4], extents[5], extents[6]);
}
