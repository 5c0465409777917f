using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Losses;

namespace Murmuration.Kernels.Solvers;

/// <summary>Solves the equations of one Newton step, (c·JᵀDJ + (τ + 2·l2)·I)·step = −gradient.</summary>
internal interface INormalSolver
{
    /// <summary>Name for reports.</summary>
    string Name { get; }

    /// <summary>Writes the step and its image J·step; returns the iterations taken and the relative residual.</summary>
    (int Iterations, double Residual) Solve(
        LinearizedProblem problem, ICurvature curvature, DeviceVector gradient, DeviceVector step, DeviceMatrix image);
}
