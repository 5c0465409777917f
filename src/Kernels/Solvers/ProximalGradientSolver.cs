using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Solvers;

/// <summary>
/// Accelerated proximal gradient (FISTA, Beck and Teboulle, 2009) with restarts (O'Donoghue and Candès, 2015). Only the
/// loss is stepped on; the proximal term, the linear term and the regularizer are minimized exactly in each step. The
/// step 1/L comes from power iterations and shortens whenever L‖Δ‖² falls below what the curvature may take along a
/// step.
/// </summary>
internal sealed class ProximalGradientSolver(IDevice device, SolverLimits limits) : ISurrogateSolver
{
    private const double Resolution = 1e-8;

    private readonly LipschitzEstimate _lipschitz = new(device);
    private readonly GrowingBuffer _pointMemory = new(device);
    private readonly GrowingBuffer _previousMemory = new(device);
    private readonly GrowingBuffer _gradientMemory = new(device);
    private readonly GrowingBuffer _differenceMemory = new(device);
    private readonly GrowingBuffer _pointOutputMemory = new(device);
    private readonly GrowingBuffer _outputMemory = new(device);
    private readonly GrowingBuffer _previousOutputMemory = new(device);
    private readonly GrowingBuffer _imageMemory = new(device);
    private readonly GrowingBuffer _slopeMemory = new(device);

    public SolveReport Minimize(LinearizedProblem problem, DeviceVector minimizer)
    {
        var (w, f) = (problem.Center, problem.Outputs);
        var point = _pointMemory.Vector(w.Length);
        var previous = _previousMemory.Vector(w.Length);
        var gradient = _gradientMemory.Vector(w.Length);
        var pointOutputs = Outputs(_pointOutputMemory, f);
        var outputs = Outputs(_outputMemory, f);
        var previousOutputs = Outputs(_previousOutputMemory, f);
        device.Copy(w, point);
        device.Copy(w, previous);
        device.Copy(f.AsVector(), pointOutputs.AsVector());
        device.Copy(f.AsVector(), previousOutputs.AsVector());
        device.Copy(problem.Gradient, gradient);
        var rounding = Resolution * Math.Sqrt(device.SquaredNorm(w));
        var lipschitz = _lipschitz.Start(problem);
        var (momentum, iteration, residual) = (1.0, 0, 0.0);
        while (iteration < limits.InnerIterations)
        {
            iteration++;
            var correction = Step(problem, gradient, point, minimizer, ref lipschitz, outputs, pointOutputs);
            var moved = Math.Sqrt(device.SquaredDistance(minimizer, w));
            residual = moved == 0 ? 0 : correction / moved;
            if (correction <= Math.Max(limits.Tolerance * moved, rounding))
            {
                break;
            }

            var factor = (float)Momentum(ref momentum, point, minimizer, previous);
            Extrapolate(factor, minimizer, previous, point);
            Extrapolate(factor, outputs.AsVector(), previousOutputs.AsVector(), pointOutputs.AsVector());
            problem.LossGradient(pointOutputs, Outputs(_slopeMemory, f), gradient);
            device.AddScaled(1, problem.Linear, gradient);
        }

        return new SolveReport("proximalGradient", 1, iteration, residual);
    }

    private static DeviceMatrix Outputs(GrowingBuffer memory, DeviceMatrix like) =>
        memory.Matrix(like.RowCount, like.ColumnCount);

    /// <summary>
    /// x = argmin gradientᵀv + (L/2)‖v − y‖² + (τ/2)‖v − w‖² + r(v) with the linear term in the gradient; returns ‖x −
    /// y‖.
    /// </summary>
    private double Step(
        LinearizedProblem problem,
        DeviceVector gradient,
        DeviceVector y,
        DeviceVector x,
        ref double lipschitz,
        DeviceMatrix outputs,
        DeviceMatrix pointOutputs)
    {
        var difference = _differenceMemory.Vector(x.Length);
        var image = Outputs(_imageMemory, outputs);
        while (true)
        {
            var total = lipschitz + problem.Tau;
            device.Combine((float)(lipschitz / total), y, (float)(problem.Tau / total), problem.Center, x);
            device.AddScaled((float)(-1 / total), gradient, x);
            problem.Regularizer.Prox(device, total, x, x);
            device.Combine(1, x, -1, y, difference);
            problem.Jacobian.Product(difference, image);
            var squared = device.SquaredNorm(difference);
            var needed = problem.CostScale * problem.Loss.CurvatureBound * device.SquaredNorm(image.AsVector());
            if (!(needed > lipschitz * squared * (1 + 1e-4)))
            {
                device.Combine(1, pointOutputs.AsVector(), 1, image.AsVector(), outputs.AsVector());
                return Math.Sqrt(squared);
            }

            lipschitz = 1.1 * needed / squared;
        }
    }

    /// <summary>
    /// (t − 1)/t⁺ of Nesterov's sequence; zero, beginning anew, when the last move turned against the gradient step.
    /// </summary>
    private double Momentum(ref double t, DeviceVector y, DeviceVector x, DeviceVector previous)
    {
        var turned = device.Dot(y, x) - device.Dot(y, previous) - device.SquaredNorm(x) + device.Dot(x, previous) > 0;
        var before = turned ? 1 : t;
        t = (1 + Math.Sqrt(1 + 4 * before * before)) / 2;
        return (before - 1) / t;
    }

    /// <summary>point = x + factor·(x − previous); then previous = x.</summary>
    private void Extrapolate(float factor, DeviceVector x, DeviceVector previous, DeviceVector point)
    {
        device.Combine(1 + factor, x, -factor, previous, point);
        device.Copy(x, previous);
    }
}
