using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Models;
using Murmuration.Kernels.Tests.Support;

namespace Murmuration.Kernels.Tests.Models;

public sealed class ModelTests : IDisposable
{
    private const int SampleCount = 6;
    private readonly HostDevice _device = new();
    private readonly Random _random = new(3);

    public static TheoryData<int[], Activation> Shapes => new()
    {
        { [3, 2], Activation.Tanh },
        { [3, 5, 1], Activation.Tanh },
        { [4, 7, 5, 3], Activation.Tanh },
        { [4, 7, 5, 3], Activation.Sigmoid },
        { [4, 7, 5, 3], Activation.Relu },
        { [2, 3, 4, 5, 2], Activation.Sigmoid },
    };

    public void Dispose() => _device.Dispose();

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Forward_equals_plain_loops(int[] widths, Activation activation)
    {
        var (model, workspace, weights, inputs, outputs) = Evaluate(widths, activation);
        var naive = new NaiveModel(widths, activation);
        var expected = Numbers.Rows(inputs, widths[0]).SelectMany(x => naive.Outputs(weights.ToDouble(), x)).ToArray();
        Dense.AssertClose(expected, _device.ReadDouble(outputs.AsVector()), 1e-6);
        Assert.Equal(SampleCount, workspace.SampleCount);
        Assert.Equal(widths.Zip(widths.Skip(1), (i, o) => o * (i + 1)).Sum(), model.WeightCount);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_Jacobian_equals_finite_differences(int[] widths, Activation activation)
    {
        var (model, workspace, weights, inputs, _) = Evaluate(widths, activation);
        var jacobian = Jacobian(model, workspace, weights);
        var expected = new NaiveModel(widths, activation).Jacobian(weights.ToDouble(), Numbers.Rows(inputs, widths[0]));
        Dense.AssertClose([.. expected.SelectMany(row => row)], _device.ReadDouble(jacobian.AsVector()), 2e-6);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Products_equal_those_with_the_Jacobian_of_stacked_samples(int[] widths, Activation activation)
    {
        var (model, workspace, weights, _, _) = Evaluate(widths, activation);
        var rows = Numbers.Rows(_device.Read(Jacobian(model, workspace, weights).AsVector()), model.WeightCount);
        var (v, u) = Directions(model);
        Dense.AssertClose(Dense.Multiply(rows, v.ToDouble()), Product(model, workspace, weights, v), 2e-6);
        Dense.AssertClose(
            Dense.MultiplyTransposed(rows, u.ToDouble()), TransposedProduct(model, workspace, weights, u), 2e-6);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Forward_mode_and_backward_are_adjoint(int[] widths, Activation activation)
    {
        var (model, workspace, weights, _, _) = Evaluate(widths, activation);
        var (v, u) = Directions(model);
        var left = Dense.Dot(Product(model, workspace, weights, v), u.ToDouble());
        var right = Dense.Dot(v.ToDouble(), TransposedProduct(model, workspace, weights, u));
        Assert.Equal(left, right, 1e-5 * Math.Abs(left) + 1e-5);
    }

    [Fact]
    public void A_workspace_serves_batches_of_any_size()
    {
        var model = Model.MultilayerPerceptron([4, 6, 2], Activation.Tanh);
        var workspace = model.CreateWorkspace(_device);
        var weights = _device.Vector(Numbers.Normal(_random, model.WeightCount));
        var inputs = _device.Matrix(9, 4, Numbers.Normal(_random, 36));
        var whole = _device.Read(model.Forward(workspace, weights, inputs).AsVector());
        var part = _device.Read(model.Forward(workspace, weights, inputs.Rows(2, 3)).AsVector());
        var again = _device.Read(model.Forward(workspace, weights, inputs).AsVector());
        Dense.AssertClose(whole[4..10].ToDouble(), part.ToDouble(), 1e-6);
        Assert.Equal(whole, again);
    }

    [Theory]
    [InlineData(Activation.Tanh, 0.30151)]
    [InlineData(Activation.Relu, 0.44721)]
    public void First_weights_are_uniform_within_the_bound_of_Glorot_or_He(Activation activation, double bound)
    {
        var model = Model.MultilayerPerceptron([30, 36, 2], activation);
        var weights = new float[model.WeightCount];
        model.Initialize(new Random(5), weights);
        var first = weights[..(30 * 36)];
        Assert.InRange(first.Max(), 0.97 * bound, 1.0001 * bound);
        Assert.InRange(first.Min(), -1.0001 * bound, -0.97 * bound);
        Assert.InRange(first.Average(), -0.05 * bound, 0.05 * bound);
        Assert.All(weights[(30 * 36)..(31 * 36)], bias => Assert.Equal(0, bias));
        var last = Math.Sqrt(6.0 / 38);
        Assert.All(weights[(31 * 36)..(31 * 36 + 72)], weight => Assert.InRange(weight, -last, last));
    }

    [Fact]
    public void The_description_names_layers_and_widths() => Assert.Equal(
        "dense(784,300) tanh dense(300,10)", Model.MultilayerPerceptron([784, 300, 10], Activation.Tanh).Description);

    [Fact]
    public void Layers_that_do_not_fit_are_refused_with_both_widths()
    {
        var error = Assert.Throws<ArgumentException>(() => new Model([new DenseLayer(3, 4), new DenseLayer(5, 2)]));
        Assert.Contains("gives 4", error.Message, StringComparison.Ordinal);
        Assert.Contains("takes 5", error.Message, StringComparison.Ordinal);
    }

    private (Model Model, ModelWorkspace Workspace, float[] Weights, float[] Inputs, DeviceMatrix Outputs) Evaluate(
        int[] widths, Activation activation)
    {
        var model = Model.MultilayerPerceptron(widths, activation);
        var workspace = model.CreateWorkspace(_device);
        var weights = Numbers.Normal(_random, model.WeightCount, 0.8);
        var inputs = Numbers.Normal(_random, SampleCount * widths[0]);
        var outputs = model.Forward(workspace, _device.Vector(weights), _device.Matrix(SampleCount, widths[0], inputs));
        return (model, workspace, weights, inputs, outputs);
    }

    [Fact]
    public void More_weights_than_an_array_holds_are_refused() => Assert.Throws<OverflowException>(
        () => Model.MultilayerPerceptron([65_536, 65_536], Activation.Tanh));

    private (float[] V, float[] U) Directions(Model model) =>
        (Numbers.Normal(_random, model.WeightCount), Numbers.Normal(_random, SampleCount * model.OutputCount));

    private DeviceMatrix Jacobian(Model model, ModelWorkspace workspace, float[] weights)
    {
        var result = _device.Matrix(SampleCount * model.OutputCount, model.WeightCount);
        var seeds = _device.Matrix(SampleCount, model.OutputCount);
        model.Jacobian(workspace, _device.Vector(weights), seeds, result);
        return result;
    }

    private double[] Product(Model model, ModelWorkspace workspace, float[] weights, float[] v)
    {
        var result = _device.Matrix(SampleCount, model.OutputCount);
        model.Product(workspace, _device.Vector(weights), _device.Vector(v), result);
        return _device.ReadDouble(result.AsVector());
    }

    private double[] TransposedProduct(Model model, ModelWorkspace workspace, float[] weights, float[] u)
    {
        var result = _device.Allocate(model.WeightCount);
        var slopes = _device.Matrix(SampleCount, model.OutputCount, u);
        model.TransposedProduct(workspace, _device.Vector(weights), slopes, result);
        return _device.ReadDouble(result);
    }
}
