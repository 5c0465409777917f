using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Losses;

namespace Murmuration.Kernels.Solvers;

/// <summary>
/// The same step from a system of samples·outputs unknowns (Woodbury identity): with q = τ + 2·l2 and G = Bᵀ·J,
/// (c·GᵀG + qI)⁻¹ h = (h − Gᵀ((q/c)·I + G·Gᵀ)⁻¹ G h)/q.
/// </summary>
internal sealed class DualSolver(IDevice device, ICurvedJacobian jacobian) : INormalSolver
{
    private readonly GrowingBuffer _systemMemory = new(device);
    private readonly GrowingBuffer _unknownMemory = new(device);

    public string Name => "dual";

    public (int Iterations, double Residual) Solve(
        LinearizedProblem problem, ICurvature curvature, DeviceVector gradient, DeviceVector step, DeviceMatrix image)
    {
        var scale = problem.CostScale * jacobian.Refresh(curvature);
        var unknowns = _unknownMemory.Vector(image.RowCount * image.ColumnCount);
        var system = _systemMemory.Matrix(unknowns.Length, unknowns.Length);
        var damping = problem.Damping;
        jacobian.Kernel(system);
        jacobian.Product(gradient, unknowns);
        NotPositiveDefiniteException.ThrowUnless(device.SolvePositiveDefinite(system, damping / scale, unknowns));
        jacobian.TransposedProduct(unknowns, step);
        device.Combine((float)(1 / damping), step, (float)(-1 / damping), gradient, step);
        problem.Jacobian.Product(step, image);
        return (0, 0);
    }
}
