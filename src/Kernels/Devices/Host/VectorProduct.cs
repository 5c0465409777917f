using System.Numerics;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>
/// The product of a matrix with a vector, y = alpha·a·x + beta·y, as fast as the matrix can be read: by dot products
/// where rows are contiguous, by sums of columns where columns are.
/// </summary>
internal static unsafe class VectorProduct<TLanes, T, TVector>
    where TLanes : struct, ILanes<T, TVector>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : unmanaged
{
    /// <summary>Numbers of the matrix in one part of the work of a pool.</summary>
    private const int PartSize = 65_536;

    /// <summary>
    /// Rows over which columns are summed at least: shorter pieces of columns would each be a page apart.
    /// </summary>
    private const int LeastColumnLength = 1024;

    /// <summary>False, with nothing done, when neither rows nor columns are contiguous.</summary>
    public static bool TryRun(
        WorkerPool pool, MatrixView<T> a, MatrixView<T> x, MatrixView<T> y, T alpha, T beta)
    {
        var byRows = a.ColumnStride == 1;
        if (!byRows && (a.RowStride != 1 || (y.RowStride != 1 && y.Rows > 1)))
        {
            return false;
        }

        // Whole tiles of rows, so that a row takes the same way wherever the parts are cut.
        const int tile = VectorProductRows<TLanes, T, TVector>.RowCount;
        var rowsPerPart = Math.Max(PartSize / a.Columns, byRows ? 1 : LeastColumnLength) + tile - 1;
        rowsPerPart -= rowsPerPart % tile;
        var parts = new VectorProductRows<TLanes, T, TVector>
        {
            A = a,
            X = x.RowStride == 1 ? x.Origin : Gather(x),
            Y = y,
            Alpha = alpha,
            Beta = beta,
            ByRows = byRows,
            RowsPerPart = rowsPerPart,
        };
        pool.For((a.Rows + rowsPerPart - 1) / rowsPerPart, parts);
        return true;
    }

    private static T* Gather(MatrixView<T> x)
    {
        var target = Workspace.OfThread.Columns.Get<T>(x.Rows);
        for (var i = 0; i < x.Rows; i++)
        {
            target[i] = *x.At(i, 0);
        }

        return target;
    }
}
