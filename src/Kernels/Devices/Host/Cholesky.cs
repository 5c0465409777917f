using System.Numerics;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>
/// The factor L of a positive definite matrix a = L·L′, in place of its lower triangle, and systems solved with it.
/// </summary>
internal static class Cholesky
{
    /// <summary>Columns that are factored number by number.</summary>
    private const int LeafColumns = 32;

    private const int SolveBlock = 64;

    private static readonly WorkerPool CallerOnly = new(1);

    /// <summary>
    /// Replaces the lower triangle of <paramref name="a"/> by its factor; the upper one is neither read nor written.
    /// False, with the triangle spoilt, when the matrix is not positive definite or holds a NaN.
    /// </summary>
    public static bool Factor<T>(WorkerPool pool, MatrixView<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        a.Rows == a.Columns
            ? a.Rows == 0 || FactorColumns(pool, a)
            : throw new ArgumentException($"A {a.Rows} × {a.Columns} matrix is not square.", nameof(a));

    /// <summary>
    /// Solves L·L′·x = rhs for every column of <paramref name="rhs"/>, in place, with the factor of a matrix.
    /// </summary>
    public static void Solve<T>(MatrixView<T> factor, MatrixView<T> rhs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var n = factor.Rows;
        for (var i = 0; i < n; i += SolveBlock)
        {
            var count = Math.Min(SolveBlock, n - i);
            var block = rhs.Slice(i, 0, count, rhs.Columns);
            var before = rhs.Slice(0, 0, i, rhs.Columns);
            MatrixProduct.Multiply(CallerOnly, factor.Slice(i, 0, count, i), before, block, -T.One, T.One);
            SolveForward(factor.Slice(i, i, count, count), block);
        }

        for (var i = (n - 1) / SolveBlock * SolveBlock; i >= 0 && n > 0; i -= SolveBlock)
        {
            var count = Math.Min(SolveBlock, n - i);
            var end = i + count;
            var block = rhs.Slice(i, 0, count, rhs.Columns);
            var after = rhs.Slice(end, 0, n - end, rhs.Columns);
            MatrixProduct.Multiply(
                CallerOnly, factor.Slice(end, i, n - end, count).Transposed, after, block, -T.One, T.One);
            SolveBackward(factor.Slice(i, i, count, count), block);
        }
    }

    /// <summary>
    /// The first columns of a factor, all rows below the diagonal included: the left half, what it takes away from
    /// the right half, then the right half. So nearly all work is in products of a great depth.
    /// </summary>
    private static bool FactorColumns<T>(WorkerPool pool, MatrixView<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (rows, columns) = (a.Rows, a.Columns);
        if (columns <= LeafColumns)
        {
            return CholeskyLeaf.Factor(pool, a);
        }

        var half = ((columns / 2) + LeafColumns - 1) / LeafColumns * LeafColumns;
        if (!FactorColumns(pool, a.Slice(0, 0, rows, half)))
        {
            return false;
        }

        var rest = columns - half;
        var beside = a.Slice(half, 0, rest, half);
        SymmetricProduct.Multiply(pool, beside, a.Slice(half, half, rest, rest), -T.One, T.One);
        MatrixProduct.Multiply(
            pool,
            a.Slice(columns, 0, rows - columns, half),
            beside.Transposed,
            a.Slice(columns, half, rows - columns, rest),
            -T.One,
            T.One);
        return FactorColumns(pool, a.Slice(half, half, rows - half, rest));
    }

    /// <summary>L·x = rhs, in place.</summary>
    private static void SolveForward<T>(MatrixView<T> factor, MatrixView<T> rhs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < factor.Rows; i++)
        {
            for (var column = 0; column < rhs.Columns; column++)
            {
                var rest = rhs[i, column];
                for (var k = 0; k < i; k++)
                {
                    rest = T.FusedMultiplyAdd(-factor[i, k], rhs[k, column], rest);
                }

                rhs[i, column] = rest / factor[i, i];
            }
        }
    }

    /// <summary>L′·x = rhs, in place.</summary>
    private static void SolveBackward<T>(MatrixView<T> factor, MatrixView<T> rhs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = factor.Rows - 1; i >= 0; i--)
        {
            for (var column = 0; column < rhs.Columns; column++)
            {
                var rest = rhs[i, column];
                for (var k = i + 1; k < factor.Rows; k++)
                {
                    rest = T.FusedMultiplyAdd(-factor[k, i], rhs[k, column], rest);
                }

                rhs[i, column] = rest / factor[i, i];
            }
        }
    }
}
