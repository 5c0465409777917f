namespace Murmuration.Kernels.Solvers;

/// <summary>
/// The solver for problems of one size. <see cref="SolverKind.Auto"/> takes the proximal gradient when there is an L1
/// term. Otherwise it takes Cholesky on the smaller of the two normal systems, exact whatever their conditioning, where
/// one such solve (order·rows·weights operations to form, order³ to factor in float64) costs no more than 125 inner
/// iterations of conjugate gradients (each about 8 operations per sample and weight, also for a block of the weights),
/// its order is at most 1,500 and the Jacobian has at most 2²⁶ entries (256 MiB); and conjugate gradients elsewhere.
/// </summary>
/// <param name="Kind">Never Auto.</param>
/// <param name="Reason">One sentence for logs.</param>
public readonly record struct SolverChoice(SolverKind Kind, string Reason)
{
    /// <summary>
    /// Entries of the largest matrix that an array holds, less those by which it is aligned or extended.
    /// </summary>
    private const long LargestMatrix = int.MaxValue - (1 << 17);

    private const int LargestOrder = 1500;
    private const long LargestJacobian = 1L << 26;

    /// <summary>Operations per sample and weight of the inner iterations that a factorization is worth.</summary>
    private const double WorthOfFactorization = 125 * 8;

    /// <summary>Whether the solver works on the Jacobian itself instead of products with it.</summary>
    public bool FormsJacobian => Kind is SolverKind.Primal or SolverKind.Dual;

    /// <summary>Chooses for one surrogate.</summary>
    /// <param name="wanted">What the user configured.</param>
    /// <param name="weights">Weights of the largest block.</param>
    /// <param name="totalWeights">Weights of all blocks together.</param>
    /// <param name="samples">Samples of a batch.</param>
    /// <param name="outputs">Outputs per sample.</param>
    /// <param name="hasL1">Whether the regularizer has an L1 term.</param>
    public static SolverChoice For(
        SolverKind wanted, int weights, int totalWeights, int samples, int outputs, bool hasL1)
    {
        if (wanted != SolverKind.Auto)
        {
            return hasL1 && wanted != SolverKind.ProximalGradient
                ? throw new ArgumentException(
                    $"An L1 term needs the proximal gradient; {wanted} cannot take it.", nameof(wanted))
                : new SolverChoice(wanted, "as configured");
        }

        if (hasL1)
        {
            return new SolverChoice(SolverKind.ProximalGradient, "there is an L1 term");
        }

        var rows = (long)samples * outputs;
        var order = Math.Min(weights, rows);
        var formed = (double)rows * weights * order + Math.Pow(order, 3);
        var isWorthForming = order <= LargestOrder && rows * totalWeights <= LargestJacobian
            && formed <= WorthOfFactorization * samples * totalWeights;
        if (!isWorthForming)
        {
            return new SolverChoice(
                SolverKind.ConjugateGradient, $"{rows} outputs × {weights} weights cost too much to form and factor");
        }

        return weights <= rows
            ? new SolverChoice(SolverKind.Primal, $"{weights} weights are no more than {rows} outputs of all samples")
            : new SolverChoice(SolverKind.Dual, $"{rows} outputs of all samples are fewer than {weights} weights");
    }

    /// <summary>Why no array holds the system or the Jacobian that this solver forms; null where arrays do.</summary>
    internal string? Fault(int weights, int totalWeights, long rows)
    {
        var order = Kind == SolverKind.Primal ? weights : rows;
        return !FormsJacobian || Math.Max(order * order, rows * totalWeights) <= LargestMatrix ? null
            : Kind == SolverKind.Primal && weights * (long)weights > LargestMatrix
            ? $"{weights} weights are too many for 'primal'; use conjugateGradient"
            : $"{rows} outputs of all samples × {totalWeights} weights are too many for "
                + $"'{(Kind == SolverKind.Primal ? "primal" : "dual")}'; use conjugateGradient";
    }
}
