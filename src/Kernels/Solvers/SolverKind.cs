namespace Murmuration.Kernels.Solvers;

/// <summary>How the surrogate of partial linearization is minimized.</summary>
public enum SolverKind
{
    /// <summary>By the size of the problem; see <see cref="SolverChoice"/>.</summary>
    Auto,

    /// <summary>Normal equations weights × weights by Cholesky.</summary>
    Primal,

    /// <summary>Normal equations (samples·outputs) × (samples·outputs) by Cholesky (Woodbury identity).</summary>
    Dual,

    /// <summary>Conjugate gradients on Jacobian products; nothing is formed.</summary>
    ConjugateGradient,

    /// <summary>Accelerated proximal gradient, the only one that takes an L1 term.</summary>
    ProximalGradient,
}
