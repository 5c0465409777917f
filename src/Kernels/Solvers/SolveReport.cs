namespace Murmuration.Kernels.Solvers;

/// <summary>What the minimization of one surrogate took.</summary>
/// <param name="Solver">Name of the solver used.</param>
/// <param name="OuterIterations">Newton or proximal steps; with blocks, the largest number of any block.</param>
/// <param name="InnerIterations">
/// Inner iterations of the iterative solvers, all blocks together; zero for factorizations and closed forms.
/// </param>
/// <param name="Residual">
/// Of a single linear solve the relative residual, otherwise the relative size of the last correction; with blocks, the
/// largest.
/// </param>
public readonly record struct SolveReport(string Solver, int OuterIterations, int InnerIterations, double Residual)
{
    internal SolveReport With(SolveReport other) => new(
        Solver,
        Math.Max(OuterIterations, other.OuterIterations),
        InnerIterations + other.InnerIterations,
        Math.Max(Residual, other.Residual));
}
