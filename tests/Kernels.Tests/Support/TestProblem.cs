using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Models;
using Murmuration.Kernels.Objectives;

namespace Murmuration.Kernels.Tests.Support;

/// <summary>A small random problem of one agent, on a device and in float64.</summary>
internal sealed class TestProblem : IDisposable
{
    public TestProblem(ILoss loss, int[] widths, int sampleCount, int seed = 1, int threads = 1)
    {
        var random = new Random(seed);
        Loss = loss;
        Device = new HostDevice(threads);
        Model = Model.MultilayerPerceptron(widths, Activation.Tanh);
        Naive = new NaiveModel(widths, Activation.Tanh);
        Scale = 1.0 / (3 * sampleCount);
        var inputs = Numbers.Normal(random, sampleCount * widths[0]);
        var targets = Targets(loss, random, sampleCount, widths[^1]);
        Inputs = Numbers.Rows(inputs, widths[0]);
        Targets64 = Numbers.Rows(targets, widths[^1]);
        Samples = Device.Samples(sampleCount, inputs, targets);
        Objective = new LocalObjective(Device, Model, loss, Samples, Scale);
        Weights = Numbers.Normal(random, Model.WeightCount, 0.7);
        W = Device.Vector(Weights);
        Linear = Device.Vector(Numbers.Normal(random, Model.WeightCount, 0.2));
        Gradient = Device.Allocate(Model.WeightCount);
        Minimizer = Device.Allocate(Model.WeightCount);
        Cost = Objective.CostAndGradient(W, Gradient);
    }

    public ILoss Loss { get; }

    public HostDevice Device { get; }

    public Model Model { get; }

    public NaiveModel Naive { get; }

    public double Scale { get; }

    public double[][] Inputs { get; }

    public double[][] Targets64 { get; }

    public Samples Samples { get; }

    public LocalObjective Objective { get; }

    public float[] Weights { get; }

    public DeviceVector W { get; }

    public DeviceVector Linear { get; }

    public DeviceVector Gradient { get; }

    public DeviceVector Minimizer { get; }

    public double Cost { get; }

    public double[] W64 => Weights.ToDouble();

    public void Dispose() => Device.Dispose();

    /// <summary>g̃(v; w) in float64 with the Jacobian given.</summary>
    public double LinearizedCost(double[][] jacobian, double[] v) =>
        Scale * LinearizedOutputs(jacobian, v).Select((f, m) => NaiveLoss.Cost(Loss, f, Targets64[m])).Sum();

    /// <summary>k·g̃(v; w) + linear'(v − w) + (τ/2)‖v − w‖² + l2‖v‖² in float64.</summary>
    public double SurrogateValue(double[][] jacobian, double[] v, double ownShare, double tau, double l2)
    {
        double[] step = [.. v.Zip(W64, (a, b) => a - b)];
        return ownShare * LinearizedCost(jacobian, v) + Dense.Dot(Device.ReadDouble(Linear), step)
            + tau / 2 * Dense.Dot(step, step) + l2 * Dense.Dot(v, v);
    }

    /// <summary>∇ of k·g̃(v; w) + linear'(v − w) + (τ/2)‖v − w‖² + l2‖v‖² in float64.</summary>
    public double[] SurrogateGradient(double[][] jacobian, double[] v, double ownShare, double tau, double l2)
    {
        var slopes = LinearizedOutputs(jacobian, v).SelectMany((f, m) => NaiveLoss.Slope(Loss, f, Targets64[m]));
        var loss = Dense.MultiplyTransposed(jacobian, [.. slopes]);
        var (w, linear) = (W64, Device.ReadDouble(Linear));
        return [.. loss.Select((g, q) => ownShare * Scale * g + linear[q] + tau * (v[q] - w[q]) + 2 * l2 * v[q])];
    }

    private double[][] LinearizedOutputs(double[][] jacobian, double[] v)
    {
        var w = W64;
        var image = Dense.Multiply(jacobian, [.. v.Select((a, q) => a - w[q])]);
        var outputs = Targets64[0].Length;
        return [.. Inputs.Select((x, m) => Naive.Outputs(w, x).Select((f, o) => f + image[m * outputs + o]).ToArray())];
    }

    private static float[] Targets(ILoss loss, Random random, int samples, int outputs)
    {
        var targets = Numbers.Normal(random, samples * outputs);
        for (var m = 0; m < samples && loss is not SquaredLoss; m++)
        {
            var label = random.Next(outputs);
            for (var o = 0; o < outputs; o++)
            {
                targets[m * outputs + o] = loss is LogisticLoss ? random.Next(2) : o == label ? 1 : 0;
            }
        }

        return targets;
    }
}
