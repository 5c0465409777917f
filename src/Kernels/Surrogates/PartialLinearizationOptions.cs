using Murmuration.Kernels.Solvers;

namespace Murmuration.Kernels.Surrogates;

/// <summary>How partial linearization is set up and solved.</summary>
public sealed record PartialLinearizationOptions
{
    /// <summary>k: 1 in scope own (default), the number of agents in scope social.</summary>
    public double OwnShare { get; init; } = 1;

    /// <summary>
    /// C, contiguous blocks of weights, each minimized with the others held; 1 (default) is the whole, at most one per
    /// weight.
    /// </summary>
    public int Blocks { get; init; } = 1;

    /// <summary>Who solves; by default by size.</summary>
    public SolverKind Solver { get; init; } = SolverKind.Auto;

    /// <summary>
    /// Largest number of inner iterations: of conjugate gradients per Newton step (default 100) or of the proximal
    /// gradient (default 2,000); null for the default.
    /// </summary>
    public int? InnerIterations { get; init; }

    /// <summary>
    /// Largest number of Newton steps (default 20); 1 with few inner iterations is truncated Newton. The squared loss
    /// takes one.
    /// </summary>
    public int OuterIterations { get; init; } = 20;

    /// <summary>
    /// Relative accuracy at which iterations stop earlier; default 1e-6, near what float32 can tell apart.
    /// </summary>
    public double Tolerance { get; init; } = 1e-6;

    internal SolverLimits Limits(SolverKind kind) => new(
        OuterIterations, InnerIterations ?? (kind == SolverKind.ProximalGradient ? 2000 : 100), Tolerance);
}
