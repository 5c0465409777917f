using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Solvers;

/// <summary>
/// Finds how far to go along a Newton step: the first of 1, ½, ¼, … at which φ falls by a sufficient part of its slope.
/// </summary>
internal sealed class BacktrackingSearch(IDevice device)
{
    private const double SufficientPart = 1e-4;
    private const double ShortestLength = 1.0 / (1 << 20);

    /// <summary>Changes of the loss below this part of it are rounding of float32 outputs.</summary>
    private const double Rounding = 1e-7;

    private readonly GrowingBuffer _trialMemory = new(device);
    private readonly GrowingBuffer _scratchMemory = new(device);

    /// <summary>The length, or zero when φ falls nowhere along the step.</summary>
    public double Length(
        LinearizedProblem problem,
        DeviceVector displacement,
        DeviceVector step,
        DeviceVector gradient,
        DeviceMatrix outputs,
        DeviceMatrix image)
    {
        var slope = device.Dot(gradient, step);
        var linear = device.Dot(problem.Linear, step) + problem.Damping * device.Dot(displacement, step)
            + 2 * problem.Regularizer.L2 * device.Dot(problem.Center, step);
        var quadratic = problem.Damping / 2 * device.SquaredNorm(step);
        var trial = _trialMemory.Matrix(outputs.RowCount, outputs.ColumnCount);
        var before = Loss(problem, outputs);
        for (var length = 1.0; length >= ShortestLength; length /= 2)
        {
            device.Combine(1, outputs.AsVector(), (float)length, image.AsVector(), trial.AsVector());
            var change = Loss(problem, trial) - before + length * (linear + length * quadratic);
            if (change <= SufficientPart * length * slope + Rounding * Math.Abs(before))
            {
                return length;
            }
        }

        return 0;
    }

    private double Loss(LinearizedProblem problem, DeviceMatrix outputs) => problem.CostScale * problem.Loss.Cost(
        device, outputs, problem.Targets, _scratchMemory.Matrix(outputs.RowCount, outputs.ColumnCount));
}
