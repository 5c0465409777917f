using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Losses;

namespace Murmuration.Kernels.Solvers;

/// <summary>
/// Forms c·JᵀDJ = c·GᵀG, G = Bᵀ·J, and factors it with the damping (partial linearization, ridge case:
/// [2A + (τ + 2λ)I]·w = 2b + τw − π̃ with A = s·JᵀJ).
/// </summary>
internal sealed class PrimalSolver(IDevice device, CurvedJacobian jacobian) : INormalSolver
{
    private readonly GrowingBuffer _systemMemory = new(device);

    public string Name => "primal";

    public (int Iterations, double Residual) Solve(
        LinearizedProblem problem, ICurvature curvature, DeviceVector gradient, DeviceVector step, DeviceMatrix image)
    {
        var scale = problem.CostScale * jacobian.Refresh(curvature);
        var system = _systemMemory.Matrix(step.Length, step.Length);
        device.SymmetricProduct((float)scale, jacobian.Matrix.Transposed, 0, system);
        device.Combine(-1, gradient, 0, gradient, step);
        NotPositiveDefiniteException.ThrowUnless(device.SolvePositiveDefinite(system, problem.Damping, step));
        problem.Jacobian.Product(step, image);
        return (0, 0);
    }
}
