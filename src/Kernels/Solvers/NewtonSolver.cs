using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Losses;

namespace Murmuration.Kernels.Solvers;

/// <summary>
/// Newton's method on φ as a function of d = v − w, from d = 0. One step is exact for the squared loss; otherwise every
/// step is halved until φ falls enough (Armijo). The outputs of the linearized model are carried along, so that a trial
/// costs no Jacobian product.
/// </summary>
internal sealed class NewtonSolver(
    IDevice device, ILoss loss, INormalSolver normal, SolverLimits limits) : ISurrogateSolver
{
    /// <summary>Below this, relative to the weights, a correction is rounding.</summary>
    private const double Resolution = 3e-8;

    private readonly ICurvature _curvature = loss.CreateCurvature(device);
    private readonly BacktrackingSearch _search = new(device);
    private readonly GrowingBuffer _displacementMemory = new(device);
    private readonly GrowingBuffer _stepMemory = new(device);
    private readonly GrowingBuffer _gradientMemory = new(device);
    private readonly GrowingBuffer _outputMemory = new(device);
    private readonly GrowingBuffer _imageMemory = new(device);
    private readonly GrowingBuffer _slopeMemory = new(device);

    public SolveReport Minimize(LinearizedProblem problem, DeviceVector minimizer)
    {
        var displacement = _displacementMemory.Vector(minimizer.Length);
        var step = _stepMemory.Vector(minimizer.Length);
        var gradient = _gradientMemory.Vector(minimizer.Length);
        var outputs = _outputMemory.Matrix(problem.Outputs.RowCount, problem.Outputs.ColumnCount);
        var image = _imageMemory.Matrix(problem.Outputs.RowCount, problem.Outputs.ColumnCount);
        device.Fill(0, displacement);
        device.Copy(problem.Outputs.AsVector(), outputs.AsVector());
        device.Combine(1, problem.Gradient, (float)(2 * problem.Regularizer.L2), problem.Center, gradient);

        var report = Iterate(problem, displacement, step, gradient, outputs, image);
        device.Combine(1, problem.Center, 1, displacement, minimizer);
        return report;
    }

    private SolveReport Iterate(
        LinearizedProblem problem,
        DeviceVector displacement,
        DeviceVector step,
        DeviceVector gradient,
        DeviceMatrix outputs,
        DeviceMatrix image)
    {
        var (outer, inner, residual) = (0, 0, 0.0);
        var rounding = Resolution * Math.Sqrt(device.SquaredNorm(problem.Center));
        while (outer < limits.OuterIterations)
        {
            outer++;
            _curvature.Refresh(outputs);
            var solved = normal.Solve(problem, _curvature, gradient, step, image);
            inner += solved.Iterations;
            var length = loss.IsQuadratic ? 1 : _search.Length(problem, displacement, step, gradient, outputs, image);
            device.AddScaled((float)length, step, displacement);
            device.AddScaled((float)length, image.AsVector(), outputs.AsVector());
            if (loss.IsQuadratic || limits.OuterIterations == 1)
            {
                return new SolveReport(normal.Name, outer, inner, solved.Residual);
            }

            var correction = length * Math.Sqrt(device.SquaredNorm(step));
            var moved = Math.Sqrt(device.SquaredNorm(displacement));
            residual = moved == 0 ? 0 : correction / moved;
            if (correction <= Math.Max(limits.Tolerance * moved, rounding))
            {
                break;
            }

            Gradient(problem, displacement, outputs, gradient);
        }

        return new SolveReport(normal.Name, outer, inner, residual);
    }

    /// <summary>∇φ = c·Jᵀ∇loss + linear + τd + 2·l2·(w + d).</summary>
    private void Gradient(
        LinearizedProblem problem, DeviceVector displacement, DeviceMatrix outputs, DeviceVector gradient)
    {
        problem.LossGradient(outputs, _slopeMemory.Matrix(outputs.RowCount, outputs.ColumnCount), gradient);
        device.AddScaled(1, problem.Linear, gradient);
        device.AddScaled((float)problem.Damping, displacement, gradient);
        problem.Regularizer.AddGradient(device, problem.Center, gradient);
    }
}
