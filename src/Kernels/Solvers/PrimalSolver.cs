using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Losses;

namespace Murmuration.Kernels.Solvers;

/// <summary>
/// Forms c·JᵀDJ = c·GᵀG, G = Bᵀ·J, and factors it with the damping (partial linearization, ridge case:
/// [2A + (τ + 2λ)I]·w = 2b + τw − π̃ with A = s·JᵀJ).
/// </summary>
internal sealed class PrimalSolver(IDevice device, FormedJacobian jacobian) : INormalSolver
{
    private readonly CurvedJacobian _curved = new(device);
    private readonly GrowingBuffer _systemMemory = new(device);

    public string Name => "primal";

    public (int Iterations, double Residual) Solve(
        LinearizedProblem problem, ICurvature curvature, DeviceVector gradient, DeviceVector step, DeviceMatrix image)
    {
        var root = _curved.Root(jacobian.Matrix, curvature, out var factor);
        var system = _systemMemory.Matrix(step.Length, step.Length);
        device.SymmetricProduct((float)(problem.CostScale * factor), root.Transposed, 0, system);
        device.Combine(-1, gradient, 0, gradient, step);
        NotPositiveDefiniteException.ThrowUnless(device.SolvePositiveDefinite(system, problem.Damping, step));
        jacobian.Product(step, image);
        return (0, 0);
    }
}
