using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Ilgpu;

/// <summary>
/// A product as the BLAS has it, column by column: C (M × N) = op(A)·op(B), with one leading dimension each. Where the
/// result lies row by row, that is the product of the transposes, cᵀ = bᵀ·aᵀ.
/// </summary>
/// <param name="IsExchanged">Whether A is b, and B is a.</param>
/// <param name="TransposesA">Whether op(A) is Aᵀ.</param>
/// <param name="TransposesB">Whether op(B) is Bᵀ.</param>
/// <param name="M">Rows of C.</param>
/// <param name="N">Columns of C.</param>
/// <param name="K">Columns of op(A).</param>
/// <param name="LeadingA">From a column of A to the next.</param>
/// <param name="LeadingB">From a column of B to the next.</param>
/// <param name="LeadingC">From a column of C to the next.</param>
internal readonly record struct ProductPlan(
    bool IsExchanged,
    bool TransposesA,
    bool TransposesB,
    int M,
    int N,
    int K,
    int LeadingA,
    int LeadingB,
    int LeadingC)
{
    /// <summary>The plan of c = a·b; null when a matrix has neither rows nor columns side by side.</summary>
    public static ProductPlan? For(DeviceMatrix a, DeviceMatrix b, DeviceMatrix c)
    {
        var isExchanged = !LiesByColumns(c);
        var (first, second, result) = isExchanged ? (b.Transposed, a.Transposed, c.Transposed) : (a, b, c);
        if (!LiesByColumns(result)
            || !(LiesByColumns(first) || LiesByColumns(first.Transposed))
            || !(LiesByColumns(second) || LiesByColumns(second.Transposed)))
        {
            return null;
        }

        var (transposesA, transposesB) = (!LiesByColumns(first), !LiesByColumns(second));
        return new ProductPlan(
            isExchanged,
            transposesA,
            transposesB,
            result.RowCount,
            result.ColumnCount,
            first.ColumnCount,
            Leading(transposesA ? first.Transposed : first),
            Leading(transposesB ? second.Transposed : second),
            Leading(result));
    }

    /// <summary>Whether the numbers of a column lie side by side and columns do not overlap.</summary>
    private static bool LiesByColumns(DeviceMatrix matrix) =>
        (matrix.RowStride == 1 || matrix.RowCount <= 1)
        && (matrix.ColumnCount <= 1 || matrix.ColumnStride >= matrix.RowCount);

    /// <summary>The stride of a single column is any that the library accepts.</summary>
    private static int Leading(DeviceMatrix matrix) =>
        matrix.ColumnCount <= 1 ? Math.Max(1, matrix.RowCount) : Math.Max(1, matrix.ColumnStride);
}
