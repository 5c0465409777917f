using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Models;
using Murmuration.Kernels.Objectives;
using Murmuration.Kernels.Tests.Support;
using Murmuration.Testing;

namespace Murmuration.Kernels.Tests.Models;

public sealed class ImageDeterminismTests
{
    private const int SampleCount = 40;

    [Fact]
    public void The_bits_of_a_gradient_do_not_depend_on_the_threads() => Assert.Equal(Gradient(1), Gradient(3));

    [Fact]
    public void A_gradient_takes_no_memory_once_the_room_is_there()
    {
        using var device = new HostDevice();
        var model = Network();
        var targets = device.Matrix(SampleCount, model.OutputCount);
        var samples = new Samples(device.Matrix(SampleCount, model.InputCount), targets);
        var objective = new LocalObjective(device, model, SquaredLoss.Instance, samples, 1.0 / SampleCount);
        var (w, gradient) = (device.Allocate(model.WeightCount), device.Allocate(model.WeightCount));
        objective.CostAndGradient(w, gradient);
        Assert.Equal(0, Allocation.Least(() =>
        {
            objective.SelectBatch(1);
            objective.CostAndGradient(w, gradient);
        }));
    }

    private static float[] Gradient(int threads)
    {
        using var device = new HostDevice(threads);
        var model = Network();
        var random = new Random(2);
        var workspace = model.CreateWorkspace(device);
        workspace.NoiseKey = 3;
        var w = device.Vector(Numbers.Normal(random, model.WeightCount, 0.1));
        var inputs = device.Matrix(
            SampleCount, model.InputCount, Numbers.Normal(random, SampleCount * model.InputCount));
        model.Forward(workspace, w, inputs);
        var slopes = device.Matrix(
            SampleCount, model.OutputCount, Numbers.Normal(random, SampleCount * model.OutputCount));
        var gradient = device.Allocate(model.WeightCount);
        model.TransposedProduct(workspace, w, slopes, gradient);
        return device.Read(gradient);
    }

    private static Model Network()
    {
        var first = new ConvolutionLayer(new Window(new ImageShape(3, 28, 28), 5, 5, 1, 2), 8);
        var pool = new Window(first.Output, 2, 2, 2, 0);
        var second = new ConvolutionLayer(new Window(new ImageShape(8, 14, 14), 3, 3, 2, 1), 12);
        var block = new Model([new GroupNormLayer(second.Output, 4), new ActivationLayer(Activation.Relu, 588)]);
        return new Model(
        [
            first, new MaxPoolLayer(pool), new ActivationLayer(Activation.Relu, 8 * 14 * 14), second,
            new ResidualLayer(block, null), new AveragePoolLayer(new Window(second.Output, 3, 3, 2, 1)),
            new DropoutLayer(192, 0.5, 0), new DenseLayer(192, 10),
        ]);
    }
}
