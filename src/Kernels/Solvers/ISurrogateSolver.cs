using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Solvers;

/// <summary>Minimizes linearized problems one after the other; the room it needs grows to the largest.</summary>
internal interface ISurrogateSolver
{
    /// <summary>Writes argmin φ.</summary>
    SolveReport Minimize(LinearizedProblem problem, DeviceVector minimizer);
}
