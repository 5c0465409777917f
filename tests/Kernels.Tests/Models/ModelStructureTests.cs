using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Models;
using Murmuration.Kernels.Tests.Support;

namespace Murmuration.Kernels.Tests.Models;

public sealed class ModelStructureTests : IDisposable
{
    private const int SampleCount = 5;
    private static readonly int[] Widths = [4, 7, 6, 5, 3];
    private readonly HostDevice _device = new();
    private readonly Random _random = new(8);
    private readonly Model _model = Model.MultilayerPerceptron(Widths, Activation.Tanh);
    private readonly float[] _weights;
    private readonly float[] _inputs;
    private readonly float[] _slopes;

    public ModelStructureTests()
    {
        _weights = Numbers.Normal(_random, _model.WeightCount, 0.7);
        _inputs = Numbers.Normal(_random, SampleCount * Widths[0]);
        _slopes = Numbers.Normal(_random, SampleCount * Widths[^1]);
    }

    public void Dispose() => _device.Dispose();

    [Fact]
    public void Layers_have_their_weights_in_order()
    {
        Assert.Equal(7, _model.LayerCount);
        Assert.Equal([0, 35, 35, 83, 83, 118, 118, 136], Enumerable.Range(0, 8).Select(_model.LayerOffset));
        Assert.Equal("dense(7,6) tanh", _model.Slice(2, 2).Description);
        Assert.Throws<ArgumentOutOfRangeException>(() => _model.Slice(5, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => _model.LayerOffset(8));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Modules_one_after_the_other_are_the_model(int count)
    {
        var modules = _model.Modules(count);
        Assert.Equal(count, modules.Count);
        Assert.Equal(_model.Description, string.Join(' ', modules.Select(module => module.Description)));
        var weights = _device.Vector(_weights);
        var workspaces = modules.Select(module => module.CreateWorkspace(_device)).ToArray();
        var offsets = modules.Select((_, k) => modules.Take(k).Sum(module => module.WeightCount)).ToArray();
        var passed = Inputs();
        for (var k = 0; k < count; k++)
        {
            passed = modules[k].Forward(
                workspaces[k], weights.Slice(offsets[k], modules[k].WeightCount), passed);
        }

        var (outputs, gradient, inputSlopes) = Whole();
        Assert.Equal(outputs, _device.Read(passed.AsVector()));

        var result = _device.Allocate(_model.WeightCount);
        var slopes = Slopes();
        for (var k = count - 1; k >= 0; k--)
        {
            var (offset, length) = (offsets[k], modules[k].WeightCount);
            var below = _device.Matrix(SampleCount, modules[k].InputCount);
            modules[k].TransposedProduct(
                workspaces[k], weights.Slice(offset, length), slopes, result.Slice(offset, length), below);
            slopes = below;
        }

        Assert.Equal(gradient, _device.Read(result));
        Assert.Equal(inputSlopes, _device.Read(slopes.AsVector()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(6)]
    public void A_truncated_sweep_gives_the_end_of_the_gradient_and_leaves_the_rest(int firstLayer)
    {
        var (workspace, weights) = Evaluate();
        var result = _device.Allocate(_model.WeightCount);
        _device.Fill(42, result);
        _model.TransposedProduct(workspace, weights, Slopes(), result, firstLayer: firstLayer);
        var start = _model.LayerOffset(firstLayer);
        var expected = Enumerable.Repeat(42f, start).Concat(Whole().Gradient[start..]);
        Assert.Equal(expected, _device.Read(result));
    }

    [Fact]
    public void Input_slopes_equal_finite_differences()
    {
        const double H = 1e-5;
        var naive = new NaiveModel(Widths, Activation.Tanh);
        var expected = new double[_inputs.Length];
        for (var q = 0; q < expected.Length; q++)
        {
            var row = q / Widths[0];
            var sample = Numbers.Rows(_inputs, Widths[0])[row];
            var slopes = Numbers.Rows(_slopes, Widths[^1])[row];
            sample[q % Widths[0]] += H;
            var above = Dense.Dot(slopes, naive.Outputs(_weights.ToDouble(), sample));
            sample[q % Widths[0]] -= 2 * H;
            expected[q] = (above - Dense.Dot(slopes, naive.Outputs(_weights.ToDouble(), sample))) / (2 * H);
        }

        Dense.AssertClose(expected, Whole().InputSlopes.ToDouble(), 2e-6);
    }

    [Fact]
    public void The_work_of_modules_is_as_even_as_it_can_be()
    {
        var model = Model.MultilayerPerceptron([100, 50, 50, 10, 60, 5], Activation.Relu);
        Assert.Equal(
            ["dense(100,50) relu", "dense(50,50) relu dense(50,10) relu dense(10,60) relu dense(60,5)"],
            model.Modules(2).Select(module => module.Description));
    }

    [Fact]
    public void More_modules_than_layers_with_weights_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => _model.Modules(5));
        Assert.Contains("4 layers of the model have weights", error.Message, StringComparison.Ordinal);
        Assert.Contains("5 modules", error.Message, StringComparison.Ordinal);
    }

    private DeviceMatrix Inputs() => _device.Matrix(SampleCount, Widths[0], _inputs);

    private DeviceMatrix Slopes() => _device.Matrix(SampleCount, Widths[^1], _slopes);

    private (ModelWorkspace Workspace, DeviceVector Weights) Evaluate()
    {
        var workspace = _model.CreateWorkspace(_device);
        var weights = _device.Vector(_weights);
        _model.Forward(workspace, weights, Inputs());
        return (workspace, weights);
    }

    private (float[] Outputs, float[] Gradient, float[] InputSlopes) Whole()
    {
        var (workspace, weights) = Evaluate();
        var gradient = _device.Allocate(_model.WeightCount);
        var inputSlopes = _device.Matrix(SampleCount, Widths[0]);
        _model.TransposedProduct(workspace, weights, Slopes(), gradient, inputSlopes);
        return (
            _device.Read(workspace.Outputs.AsVector()), _device.Read(gradient), _device.Read(inputSlopes.AsVector()));
    }
}
