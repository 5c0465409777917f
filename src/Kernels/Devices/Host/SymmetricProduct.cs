using System.Numerics;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>The product of a matrix with its own transpose.</summary>
internal static class SymmetricProduct
{
    /// <summary>
    /// The lower triangle, diagonal included, of c = alpha·a·a′ + beta·c; what lies above the diagonal stays as it is.
    /// With beta = 0 the old c is never read.
    /// </summary>
    public static void Multiply<T>(WorkerPool pool, MatrixView<T> a, MatrixView<T> c, T alpha, T beta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (a.Rows != c.Rows || a.Rows != c.Columns)
        {
            throw new ArgumentException(
                $"A product of {a.Rows} × {a.Columns} with its transpose is not {c.Rows} × {c.Columns}.", nameof(c));
        }

        if (a.Columns == 0 || alpha == T.Zero)
        {
            for (var i = 0; i < c.Rows; i++)
            {
                MatrixProduct.Scale(c.Slice(i, 0, 1, i + 1), beta);
            }
        }
        else if (c.Rows > 0)
        {
            MatrixProduct.Run(
                pool, a, a.Transposed, c, alpha, beta, lowerOnly: true, MatrixProduct.VectorBits);
        }
    }
}
