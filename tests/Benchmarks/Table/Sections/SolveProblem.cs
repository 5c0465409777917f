using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Models;
using Murmuration.Kernels.Regularizers;
using Murmuration.Kernels.Surrogates;

namespace Murmuration.Benchmarks.Table.Sections;

/// <summary>A surrogate at the first weights of a tanh model, with random data.</summary>
internal sealed class SolveProblem
{
    private readonly PartialLinearization _surrogate;
    private readonly DeviceVector _weights;
    private readonly DeviceVector _gradient;
    private readonly DeviceVector _linear;
    private readonly DeviceVector _minimizer;
    private readonly double _tau;

    public SolveProblem(
        HostDevice device, int[] widths, int samples, ILoss loss, double tau, PartialLinearizationOptions options)
    {
        var objective = RandomProblems.Classification(
            device, Model.MultilayerPerceptron(widths, Activation.Tanh), samples, loss);
        _surrogate = new PartialLinearization(device, objective, new Regularizer(0, 0), options);
        _weights = RandomProblems.Weights(device, objective.Model);
        _gradient = device.Allocate(objective.WeightCount);
        _linear = device.Allocate(objective.WeightCount);
        _minimizer = device.Allocate(objective.WeightCount);
        _tau = tau;
        objective.CostAndGradient(_weights, _gradient);
    }

    public void Solve() => _surrogate.Minimize(_weights, _gradient, _linear, _tau, _minimizer);
}
