using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Models;
using Murmuration.Kernels.Objectives;
using Murmuration.Kernels.Tests.Support;

namespace Murmuration.Kernels.Tests.Models;

/// <summary>Layers that draw noise: dropout and random crops.</summary>
public sealed class NoiseLayerTests : IDisposable
{
    private readonly HostDevice _device = new();

    public void Dispose() => _device.Dispose();

    [Fact]
    public void Dropout_zeroes_its_share_and_keeps_the_mean()
    {
        var outputs = Evaluate(new DropoutLayer(40_001, 0.3, 0), NoiseKeys.Of(1, 2));
        Assert.InRange(outputs.Count(value => value == 0) / (double)outputs.Length, 0.29, 0.31);
        Assert.All(outputs.Where(value => value != 0), value => Assert.Equal(1 / 0.7f, value, 1e-6f));
        var pairs = outputs.Chunk(2).Where(pair => pair.Length == 2).ToArray();
        Assert.InRange(pairs.Count(pair => pair[0] == 0 && pair[1] == 0) / (double)pairs.Length, 0.08, 0.1);
    }

    [Fact]
    public void Dropout_depends_on_key_and_layer_alone_and_rests_without_a_key()
    {
        var first = Evaluate(new DropoutLayer(1000, 0.5, 0), 5);
        Assert.Equal(first, Evaluate(new DropoutLayer(1000, 0.5, 0), 5));
        Assert.NotEqual(first, Evaluate(new DropoutLayer(1000, 0.5, 1), 5));
        Assert.NotEqual(first, Evaluate(new DropoutLayer(1000, 0.5, 0), 6));
        Assert.All(Evaluate(new DropoutLayer(1000, 0.5, 0), null), value => Assert.Equal(1, value));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Products_take_the_noise_of_the_evaluation(int samples)
    {
        const ulong Key = 77;
        var input = new ImageShape(2, 6, 5);
        var mask = Evaluate(new DropoutLayer(samples * 24, 0.4, 3), Key);
        var corners = Enumerable.Range(0, samples).Select(row => Corner(row, samples, input, Key)).ToArray();
        var sample = 0;
        var model = new Model([new CropLayer(input, 4, 3, 2), new DropoutLayer(24, 0.4, 3), new DenseLayer(24, 2)]);
        var weights = Numbers.Normal(new Random(3), model.WeightCount);
        var inputs = Numbers.Normal(new Random(4), samples * input.Count);
        var workspace = model.CreateWorkspace(_device);
        workspace.NoiseKey = Key;
        var w = _device.Vector(weights);
        var outputs = model.Forward(workspace, w, _device.Matrix(samples, input.Count, inputs));
        var expected = Numbers.Rows(inputs, input.Count).SelectMany(Naive).ToArray();
        Dense.AssertClose(expected, _device.ReadDouble(outputs.AsVector()), 1e-6);

        // The model is linear in each of weights and inputs, so that products at the weights themselves are its value.
        var result = _device.Matrix(samples, 2);
        var still = (float[])weights.Clone();
        model.Product(workspace, w, _device.Vector(still), result);
        Dense.AssertClose(expected, _device.ReadDouble(result.AsVector()), 1e-6);
        var slopes = _device.Matrix(samples, 2, Numbers.Normal(new Random(5), samples * 2));
        var gradient = _device.Allocate(model.WeightCount);
        var inputSlopes = _device.Matrix(samples, input.Count);
        model.TransposedProduct(workspace, w, slopes, gradient, inputSlopes);
        var value = Dense.Dot(_device.ReadDouble(slopes.AsVector()), expected);
        Assert.Equal(value, Dense.Dot(weights.ToDouble(), _device.ReadDouble(gradient)), 1e-4);
        var (biases, slopeRows) = (weights[^2..].ToDouble(), _device.ReadDouble(slopes.AsVector()).Chunk(2));
        var linear = value - slopeRows.Sum(row => Dense.Dot(row, biases));
        Assert.Equal(linear, Dense.Dot(inputs.ToDouble(), _device.ReadDouble(inputSlopes.AsVector())), 1e-4);

        double[] Naive(double[] x)
        {
            var (top, left) = corners[sample];
            var cropped = (
                from c in Enumerable.Range(0, 2)
                from y in Enumerable.Range(top, 4)
                from z in Enumerable.Range(left, 3)
                select x[(c * 6 + y) * 5 + z]).ToArray();
            var kept = cropped.Select((number, k) => number * mask[sample * 24 + k]).ToArray();
            sample++;
            return new NaiveModel([24, 2], Activation.Tanh).Outputs(weights.ToDouble(), kept);
        }
    }

    [Fact]
    public void Crops_fall_everywhere_in_training_and_into_the_centre_without_a_key()
    {
        var input = new ImageShape(1, 32, 32);
        var corners = Enumerable.Range(0, 400).Select(row => Corner(row, 400, input, 9, 28, 28)).ToArray();
        Assert.Equal(25, corners.Distinct().Count());
        Assert.Equal((2, 2), Corner(0, 1, input, null, 28, 28));
    }

    [Fact]
    public void An_objective_draws_noise_by_the_round_and_an_evaluator_none()
    {
        var model = new Model([new DropoutLayer(30, 0.5, 0), new DenseLayer(30, 3)]);
        var random = new Random(6);
        var inputs = Numbers.Normal(random, 12 * 30);
        var targets = Enumerable.Range(0, 36).Select(k => k % 3 == 0 ? 1f : 0f).ToArray();
        var samples = _device.Samples(12, inputs, targets);
        var w = _device.Vector(Numbers.Normal(random, model.WeightCount));
        var objective = new LocalObjective(
            _device, model, SoftmaxCrossEntropyLoss.Instance, samples, 1.0 / 12, noiseSeed: 4);
        var (first, second) = (Gradient(1), Gradient(2));
        Assert.NotEqual(first, second);
        Assert.Equal(first, Gradient(1));
        var evaluator = new Evaluator(_device, model, SoftmaxCrossEntropyLoss.Instance);
        var plain = new Model([new DenseLayer(30, 3)]);
        Assert.Equal(
            new Evaluator(_device, plain, SoftmaxCrossEntropyLoss.Instance).Evaluate(w, samples),
            evaluator.Evaluate(w, samples));

        float[] Gradient(int round)
        {
            var gradient = _device.Allocate(model.WeightCount);
            objective.SelectBatch(round);
            objective.CostAndGradient(w, gradient);
            return _device.Read(gradient);
        }
    }

    private float[] Evaluate(DropoutLayer layer, ulong? key)
    {
        var model = new Model([layer]);
        var workspace = model.CreateWorkspace(_device);
        workspace.NoiseKey = key;
        var ones = Enumerable.Repeat(1f, layer.InputCount).ToArray();
        var inputs = _device.Matrix(1, layer.InputCount, ones);
        return _device.Read(model.Forward(workspace, _device.Allocate(0), inputs).AsVector());
    }

    /// <summary>Where the crop of a row begins, seen from images that hold their own places.</summary>
    private (int Top, int Left) Corner(
        int row, int samples, ImageShape input, ulong? key, int height = 4, int width = 3)
    {
        var model = new Model([new CropLayer(input, height, width, 2)]);
        var workspace = model.CreateWorkspace(_device);
        workspace.NoiseKey = key;
        var places = Enumerable.Range(0, samples * input.Count).Select(k => (float)(k % input.Count)).ToArray();
        var inputs = _device.Matrix(samples, input.Count, places);
        var first = (int)_device.Read(model.Forward(workspace, _device.Allocate(0), inputs).Row(row))[0];
        return (first / input.Width, first % input.Width);
    }
}
