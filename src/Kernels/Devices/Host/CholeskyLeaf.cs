using System.Numerics;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>A few columns of a factor, with all rows below them.</summary>
internal static unsafe class CholeskyLeaf
{
    /// <summary>
    /// Factors the square on the diagonal number by number; the rows below it by a product with its inverse.
    /// </summary>
    public static bool Factor<T>(WorkerPool pool, MatrixView<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var n = a.Columns;
        var square = a.Slice(0, 0, n, n);
        if (!FactorSquare(square))
        {
            return false;
        }

        var rows = a.Rows - n;
        if (rows > 0)
        {
            var memory = Workspace.OfThread.Triangle.Get<T>(((nint)rows * n) + (n * n));
            var inverse = new MatrixView<T>(memory, n, n);
            Invert(square, inverse);
            var below = a.Slice(n, 0, rows, n);
            var copy = new MatrixView<T>(memory + (n * n), rows, n);
            Copy(below, copy);
            MatrixProduct.Multiply(pool, copy, inverse.Transposed, below, T.One, T.Zero);
        }

        return true;
    }

    private static bool FactorSquare<T>(MatrixView<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < a.Rows; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var rest = a[i, j];
                for (var k = 0; k < j; k++)
                {
                    rest = T.FusedMultiplyAdd(-a[i, k], a[j, k], rest);
                }

                if (j < i)
                {
                    a[i, j] = rest / a[j, j];
                }
                else if (rest > T.Zero && T.IsFinite(rest))
                {
                    a[i, i] = T.Sqrt(rest);
                }
                else
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>The inverse of a lower triangle, with zeros above its diagonal.</summary>
    private static void Invert<T>(MatrixView<T> factor, MatrixView<T> inverse)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var j = 0; j < factor.Rows; j++)
        {
            for (var i = 0; i < factor.Rows; i++)
            {
                var rest = i == j ? T.One : T.Zero;
                for (var k = j; k < i; k++)
                {
                    rest = T.FusedMultiplyAdd(-factor[i, k], inverse[k, j], rest);
                }

                inverse[i, j] = i < j ? T.Zero : rest / factor[i, i];
            }
        }
    }

    /// <summary>Into a matrix whose columns lie side by side.</summary>
    private static void Copy<T>(MatrixView<T> source, MatrixView<T> target)
        where T : unmanaged
    {
        for (var i = 0; i < source.Rows; i++)
        {
            var row = new Span<T>(target.At(i, 0), target.Columns);
            if (source.ColumnStride == 1)
            {
                new ReadOnlySpan<T>(source.At(i, 0), source.Columns).CopyTo(row);
                continue;
            }

            for (var j = 0; j < row.Length; j++)
            {
                row[j] = source[i, j];
            }
        }
    }
}
