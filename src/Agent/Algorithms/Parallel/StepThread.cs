using Murmuration.Agent.Configuration;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Objectives;

namespace Murmuration.Agent.Algorithms.Parallel;

/// <summary>
/// What one of several threads keeps that take local steps on shared weights: its room for the model, its minibatch,
/// gradient and momentum, and the block of weights that it owns. One thread at a time calls it.
/// </summary>
/// <remarks>
/// With the weights x̂ read while other threads write, m the momentum and i the weights of this step:
/// u_i ← m u_i + h_i(x̂) + c_i,   x_i ← x_i − η u_i
/// </remarks>
internal sealed class StepThread(
    LocalProblem problem, HostDevice device, WeightBlock block, OptimizerOptions optimizer)
{
    private readonly float _momentum = optimizer.Name == OptimizerKind.Momentum
        ? (float)(optimizer.Momentum ?? OptimizerOptions.DefaultMomentum)
        : 0;
    private readonly float _decay = (float)((2 * problem.Regularizer.L2) + optimizer.WeightDecay);
    private readonly LocalObjective _objective = problem.Objective.Fork();
    private readonly DeviceVector _gradient = device.Allocate(problem.WeightCount);

    /// <summary>u, length Q; what this thread has never written stays zero.</summary>
    public DeviceVector Momentum { get; } = device.Allocate(problem.WeightCount);

    /// <summary>Steps done.</summary>
    public long Steps { get; set; }

    /// <summary>Sum of g_i over the steps since it was last set to zero.</summary>
    public double Cost { get; set; }

    /// <summary>A step on all weights (Hogwild) or on the own block.</summary>
    /// <param name="weights">x, shared.</param>
    /// <param name="number">Number of the step in the run, which decides on the minibatch.</param>
    /// <param name="stepSize">η.</param>
    /// <param name="correction">c, or null.</param>
    /// <param name="isFull">Whether all weights are updated.</param>
    public void Step(DeviceVector weights, int number, double stepSize, DeviceVector? correction, bool isFull)
    {
        var (offset, length, firstLayer) = isFull ? new WeightBlock(0, weights.Length, 0) : block;
        _objective.SelectBatch(number);
        Cost += _objective.CostAndGradient(weights, _gradient, firstLayer);
        var (w, h, u) = (Part(weights), Part(_gradient), Part(Momentum));
        device.Combine(problem.AgentCount, h, _decay, w, h);
        if (correction is { } added)
        {
            device.AddScaled(1, Part(added), h);
        }

        device.Combine(_momentum, u, 1, h, u);
        HostDevice.AddToShared((float)-stepSize, u, w);
        Steps++;

        DeviceVector Part(DeviceVector vector) => vector.Slice(offset, length);
    }
}
