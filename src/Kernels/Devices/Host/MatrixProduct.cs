using System.Numerics;
using System.Runtime.Intrinsics;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>The product of two matrices of any strides.</summary>
internal static class MatrixProduct
{
    /// <summary>Bits of the widest vectors of this processor; 0 where it has none.</summary>
    public static int VectorBits { get; } =
        Vector512.IsHardwareAccelerated ? 512
        : Vector256.IsHardwareAccelerated ? 256
        : Vector128.IsHardwareAccelerated ? 128
        : 0;

    /// <summary>
    /// c = alpha·a·b + beta·c, where c overlaps neither factor; with beta = 0 the old c is never read.
    /// </summary>
    public static void Multiply<T>(
        WorkerPool pool, MatrixView<T> a, MatrixView<T> b, MatrixView<T> c, T alpha, T beta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Multiply(pool, a, b, c, alpha, beta, VectorBits);

    /// <summary>The same with vectors of 512, 256, 128 or 0 bits; the result does not depend on it.</summary>
    public static void Multiply<T>(
        WorkerPool pool, MatrixView<T> a, MatrixView<T> b, MatrixView<T> c, T alpha, T beta, int vectorBits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (a.Rows != c.Rows || b.Columns != c.Columns || a.Columns != b.Rows)
        {
            throw new ArgumentException(
                $"A product of {a.Rows} × {a.Columns} and {b.Rows} × {b.Columns} is not {c.Rows} × {c.Columns}.",
                nameof(c));
        }

        if (a.Columns == 0 || alpha == T.Zero)
        {
            Scale(c, beta);
        }
        else if (c.Rows > 0 && c.Columns > 0)
        {
            if (c.Rows == 1 || (c.ColumnStride != 1 && c.RowStride == 1 && c.Columns > 1))
            {
                (a, b, c) = (b.Transposed, a.Transposed, c.Transposed);
            }

            if (c.Columns > 1 || !TryMultiplyVector(pool, a, b, c, alpha, beta, vectorBits))
            {
                Run(pool, a, b, c, alpha, beta, lowerOnly: false, vectorBits);
            }
        }
    }

    /// <summary>The product by the kernels of a width.</summary>
    internal static void Run<T>(
        WorkerPool pool,
        MatrixView<T> a,
        MatrixView<T> b,
        MatrixView<T> c,
        T alpha,
        T beta,
        bool lowerOnly,
        int vectorBits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (vectorBits)
        {
            case 512:
                BlockedProduct<Lanes512<T>, T, Vector512<T>>.Run(pool, a, b, c, alpha, beta, lowerOnly);
                break;
            case 256:
                BlockedProduct<Lanes256<T>, T, Vector256<T>>.Run(pool, a, b, c, alpha, beta, lowerOnly);
                break;
            case 128:
                BlockedProduct<Lanes128<T>, T, Vector128<T>>.Run(pool, a, b, c, alpha, beta, lowerOnly);
                break;
            default:
                BlockedProduct<LanesScalar<T>, T, T>.Run(pool, a, b, c, alpha, beta, lowerOnly);
                break;
        }
    }

    private static bool TryMultiplyVector<T>(
        WorkerPool pool, MatrixView<T> a, MatrixView<T> x, MatrixView<T> y, T alpha, T beta, int vectorBits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        vectorBits switch
        {
            512 => VectorProduct<Lanes512<T>, T, Vector512<T>>.TryRun(pool, a, x, y, alpha, beta),
            256 => VectorProduct<Lanes256<T>, T, Vector256<T>>.TryRun(pool, a, x, y, alpha, beta),
            128 => VectorProduct<Lanes128<T>, T, Vector128<T>>.TryRun(pool, a, x, y, alpha, beta),
            _ => VectorProduct<LanesScalar<T>, T, T>.TryRun(pool, a, x, y, alpha, beta),
        };

    /// <summary>c ← beta·c.</summary>
    internal static void Scale<T>(MatrixView<T> c, T beta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < c.Rows; i++)
        {
            for (var j = 0; j < c.Columns; j++)
            {
                c[i, j] = beta == T.Zero ? T.Zero : beta * c[i, j];
            }
        }
    }
}
