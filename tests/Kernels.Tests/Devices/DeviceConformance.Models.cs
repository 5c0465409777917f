using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Models;
using Murmuration.Kernels.Objectives;
using Murmuration.Kernels.Regularizers;
using Murmuration.Kernels.Tests.Support;

namespace Murmuration.Kernels.Tests.Devices;

/// <summary>Products, and all of a round's numerics: sweeps, losses, the proximal map.</summary>
public abstract partial class DeviceConformance
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 300, 3)]
    [InlineData(33, 17, 70)]
    [InlineData(64, 64, 64)]
    [InlineData(2, 0, 3)]
    public void Products_of_every_layout_equal_those_of_the_host(int rows, int depth, int columns)
    {
        var (a, b) = (Numbers.Normal(_random, rows * depth), Numbers.Normal(_random, depth * columns));
        var c = Numbers.Normal(_random, rows * columns);
        foreach (var (transposesA, transposesB, transposesC) in new[]
        {
            (false, false, false), (true, false, false), (false, true, false), (true, true, true),
        })
        {
            foreach (var beta in new[] { 0f, -0.5f })
            {
                AssertSame(2e-6, device =>
                {
                    var (left, right) = (device.Matrix(rows, depth, a), device.Matrix(depth, columns, b));
                    left = transposesA ? device.Matrix(depth, rows, a).Transposed : left;
                    right = transposesB ? device.Matrix(columns, depth, b).Transposed : right;
                    var result = device.Vector(c);
                    var target = transposesC
                        ? result.AsMatrix(columns, rows).Transposed
                        : result.AsMatrix(rows, columns);
                    device.Product(1.5f, left, right, beta, target);
                    return result;
                });
            }
        }
    }

    [Fact]
    public void A_product_does_not_read_what_it_replaces()
    {
        var c = _device.Vector([float.NaN]);
        _device.Product(1, _device.Matrix(1, 2, [2, 3]), _device.Matrix(2, 1, [4, 5]), 0, c.AsMatrix(1, 1));
        Assert.Equal([23f], _device.Read(c));
    }

    [Theory]
    [InlineData("squared")]
    [InlineData("softmax")]
    [InlineData("logistic")]
    public void Costs_and_gradients_equal_those_of_the_host(string loss)
    {
        ILoss chosen = loss switch
        {
            "squared" => SquaredLoss.Instance,
            "softmax" => SoftmaxCrossEntropyLoss.Instance,
            _ => LogisticLoss.Instance,
        };
        var model = Model.MultilayerPerceptron([12, 20, 7, 3], Activation.Tanh);
        var (expected, gradient) = Differentiate(_host, model, chosen, new Random(3));
        var (cost, actual) = Differentiate(_device, model, chosen, new Random(3));
        Assert.Equal(expected, cost, 2e-6 * expected);
        Dense.AssertClose(gradient, actual, 1e-5);
    }

    [Fact]
    public void Sweeps_of_every_kind_of_layer_equal_those_of_the_host()
    {
        var first = new ConvolutionLayer(new Window(new ImageShape(2, 8, 8), 3, 3, 1, 1), 4);
        var pool = new Window(first.Output, 2, 2, 2, 0);
        var second = new ConvolutionLayer(new Window(new ImageShape(4, 4, 4), 3, 3, 2, 1), 4);
        var block = new Model([new GroupNormLayer(second.Output, 2), new ActivationLayer(Activation.Gelu, 16)]);
        var model = new Model(
        [
            first, new MaxPoolLayer(pool), new ActivationLayer(Activation.Relu, 64), second,
            new ResidualLayer(block, null), new AveragePoolLayer(new Window(second.Output, 2, 2, 1, 0)),
            new DropoutLayer(4, 0.5, 0), new DenseLayer(4, 3),
        ]);
        var onHost = Sweeps(_host, model, new Random(5));
        foreach (var (expected, actual) in onHost.Zip(Sweeps(_device, model, new Random(5))))
        {
            Dense.AssertClose(expected, actual, 1e-5);
        }
    }

    [Fact]
    public void The_proximal_map_of_a_regularizer_equals_that_of_the_host()
    {
        var u = Numbers.Normal(_random, 100);
        var regularizer = new Regularizer(0.1, 0.3);
        AssertSame(3e-7, device =>
        {
            var result = device.Allocate(u.Length);
            regularizer.Prox(device, 2, device.Vector(u), result);
            return result;
        });
    }

    private static (double Cost, double[] Gradient) Differentiate(
        IDevice device, Model model, ILoss loss, Random random)
    {
        const int Count = 9;
        var inputs = Numbers.Normal(random, Count * model.InputCount);
        var targets = new float[Count * model.OutputCount];
        for (var m = 0; m < Count; m++)
        {
            targets[(m * model.OutputCount) + random.Next(model.OutputCount)] = 1;
        }

        var samples = device.Samples(Count, inputs, targets);
        var objective = new LocalObjective(device, model, loss, samples, 1.0 / Count);
        var weights = device.Vector(Numbers.Normal(random, model.WeightCount, 0.5));
        var gradient = device.Allocate(model.WeightCount);
        return (objective.CostAndGradient(weights, gradient), device.ReadDouble(gradient));
    }

    /// <summary>Forward, forward mode, backward, and the Jacobian row by row.</summary>
    private static IEnumerable<double[]> Sweeps(IDevice device, Model model, Random random)
    {
        const int Count = 3;
        var workspace = model.CreateWorkspace(device);
        workspace.NoiseKey = 3;
        var w = device.Vector(Numbers.Normal(random, model.WeightCount, 0.4));
        var inputs = device.Matrix(Count, model.InputCount, Numbers.Normal(random, Count * model.InputCount));
        yield return device.ReadDouble(model.Forward(workspace, w, inputs).AsVector());

        var result = device.Matrix(Count, model.OutputCount);
        model.Product(workspace, w, device.Vector(Numbers.Normal(random, model.WeightCount)), result);
        yield return device.ReadDouble(result.AsVector());

        var slopes = device.Matrix(Count, model.OutputCount, Numbers.Normal(random, Count * model.OutputCount));
        var (gradient, inputSlopes) = (device.Allocate(model.WeightCount), device.Matrix(Count, model.InputCount));
        model.TransposedProduct(workspace, w, slopes, gradient, inputSlopes);
        yield return device.ReadDouble(gradient);
        yield return device.ReadDouble(inputSlopes.AsVector());

        var jacobian = device.Matrix(Count * model.OutputCount, model.WeightCount);
        model.Jacobian(workspace, w, slopes, jacobian);
        yield return device.ReadDouble(jacobian.AsVector());
    }
}
