using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Losses;

namespace Murmuration.Kernels.Solvers;

/// <summary>
/// The same step from a system of samples·outputs unknowns (Woodbury identity): with q = τ + 2·l2 and G = Bᵀ·J,
/// (c·GᵀG + qI)⁻¹ h = (h − Gᵀ((q/c)·I + G·Gᵀ)⁻¹ G h)/q.
/// </summary>
internal sealed class DualSolver(IDevice device, FormedJacobian jacobian) : INormalSolver
{
    private readonly CurvedJacobian _curved = new(device);
    private readonly GrowingBuffer _systemMemory = new(device);
    private readonly GrowingBuffer _unknownMemory = new(device);

    public string Name => "dual";

    public (int Iterations, double Residual) Solve(
        LinearizedProblem problem, ICurvature curvature, DeviceVector gradient, DeviceVector step, DeviceMatrix image)
    {
        var root = _curved.Root(jacobian.Matrix, curvature, out var factor);
        var system = _systemMemory.Matrix(root.RowCount, root.RowCount);
        var unknowns = _unknownMemory.Vector(root.RowCount);
        var scale = problem.CostScale * factor;
        device.SymmetricProduct(1, root, 0, system);
        device.Product(1, root, gradient.AsColumn(), 0, unknowns.AsColumn());
        var (damping, columns) = (problem.Damping, root.Transposed);
        NotPositiveDefiniteException.ThrowUnless(device.SolvePositiveDefinite(system, damping / scale, unknowns));
        device.Copy(gradient, step);
        device.Product((float)(1 / damping), columns, unknowns.AsColumn(), (float)(-1 / damping), step.AsColumn());
        jacobian.Product(step, image);
        return (0, 0);
    }
}
