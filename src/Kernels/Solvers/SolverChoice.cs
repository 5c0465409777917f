namespace Murmuration.Kernels.Solvers;

/// <summary>
/// The solver for problems of one size. <see cref="SolverKind.Auto"/> takes the proximal gradient when there is an L1
/// term. Otherwise it takes Cholesky on the cheaper of the two normal systems, exact whatever their conditioning, where
/// one such solve costs no more than 125 inner iterations of conjugate gradients (each about 8 operations per sample
/// and weight, also for a block of the weights) and its order is at most 1,500; and conjugate gradients elsewhere. To
/// factor a system costs order³ (in float64), to form it order·rows·weights with a Jacobian, and far less for a dual
/// system without one (see <see cref="TangentKernel"/>); the Jacobian, or the slopes in its place, may have at most 2²⁶
/// entries (256 MiB).
/// </summary>
/// <param name="Kind">Never Auto.</param>
/// <param name="Reason">One sentence for logs.</param>
public readonly record struct SolverChoice(SolverKind Kind, string Reason)
{
    /// <summary>
    /// Entries of the largest matrix that an array holds, less those by which it is aligned or extended.
    /// </summary>
    internal const long LargestMatrix = int.MaxValue - (1 << 17);

    private const int LargestOrder = 1500;
    private const long LargestJacobian = 1L << 26;

    /// <summary>Operations per sample and weight of the inner iterations that a factorization is worth.</summary>
    private const double WorthOfFactorization = 125 * 8;

    /// <summary>Whether the solver works on the Jacobian itself instead of products with it.</summary>
    public bool FormsJacobian { get; private init; }

    /// <summary>Chooses for one surrogate.</summary>
    /// <param name="wanted">What the user configured.</param>
    /// <param name="weights">Weights of the largest block.</param>
    /// <param name="totalWeights">Weights of all blocks together.</param>
    /// <param name="samples">Samples of a batch.</param>
    /// <param name="outputs">Outputs per sample.</param>
    /// <param name="hasL1">Whether the regularizer has an L1 term.</param>
    /// <param name="kernel">What the dual system costs without a Jacobian; null where it needs one.</param>
    public static SolverChoice For(
        SolverKind wanted,
        int weights,
        int totalWeights,
        int samples,
        int outputs,
        bool hasL1,
        KernelCost? kernel = null)
    {
        if (wanted != SolverKind.Auto)
        {
            return hasL1 && wanted != SolverKind.ProximalGradient
                ? throw new ArgumentException(
                    $"An L1 term needs the proximal gradient; {wanted} cannot take it.", nameof(wanted))
                : Of(wanted, "as configured");
        }

        if (hasL1)
        {
            return Of(SolverKind.ProximalGradient, "there is an L1 term");
        }

        var rows = (long)samples * outputs;
        var jacobian = rows * totalWeights;
        var primal = Cost(weights, (double)rows * weights * weights, jacobian);
        var dual = kernel is { } without
            ? Cost(rows, without.Operations, without.Entries)
            : Cost(rows, (double)rows * rows * weights, jacobian);
        if (!(Math.Min(primal, dual) <= WorthOfFactorization * samples * totalWeights))
        {
            return Of(
                SolverKind.ConjugateGradient, $"{rows} outputs × {weights} weights cost too much to form and factor");
        }

        return primal <= dual
            ? Of(SolverKind.Primal, $"a system of {weights} weights costs less than one of {rows} outputs")
            : Of(SolverKind.Dual, $"a system of {rows} outputs costs less than one of {weights} weights");

        SolverChoice Of(SolverKind kind, string reason) => new(kind, reason)
        {
            FormsJacobian = kind == SolverKind.Primal || (kind == SolverKind.Dual && kernel is null),
        };
    }

    /// <summary>
    /// Operations to form a system from a Jacobian, or slopes, of so many entries and to factor it; infinite beyond the
    /// limits.
    /// </summary>
    private static double Cost(double order, double forming, long entries) =>
        order <= LargestOrder && entries <= LargestJacobian ? forming + Math.Pow(order, 3) : double.PositiveInfinity;

    /// <summary>Why no array holds the system or the Jacobian that this solver forms; null where arrays do.</summary>
    internal string? Fault(int weights, int totalWeights, long rows)
    {
        var tooMany = Kind switch
        {
            SolverKind.Primal when (long)weights * weights > LargestMatrix => $"{weights} weights",
            SolverKind.Dual when rows * rows > LargestMatrix => $"{rows} outputs of all samples",
            _ when FormsJacobian && rows * totalWeights > LargestMatrix =>
                $"{rows} outputs of all samples × {totalWeights} weights",
            _ => null,
        };
        var name = Kind == SolverKind.Primal ? "primal" : "dual";
        return tooMany is null ? null : $"{tooMany} are too many for '{name}'; use conjugateGradient";
    }
}
