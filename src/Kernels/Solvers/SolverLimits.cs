namespace Murmuration.Kernels.Solvers;

/// <summary>When a solver stops.</summary>
/// <param name="OuterIterations">Largest number of Newton steps.</param>
/// <param name="InnerIterations">Largest number of inner iterations of an iterative solver, per Newton step.</param>
/// <param name="Tolerance">Relative accuracy at which it stops earlier.</param>
internal readonly record struct SolverLimits(int OuterIterations, int InnerIterations, double Tolerance);
