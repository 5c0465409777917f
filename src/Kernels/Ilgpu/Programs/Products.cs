using ILGPU;

namespace Murmuration.Kernels.Ilgpu.Programs;

/// <summary>
/// Products of matrices of any strides, for devices without a vendor's library. A group of Side·Side threads computes a
/// tile of c; every thread has 16 entries of it, Side apart.
/// </summary>
internal static class Products
{
    /// <summary>The largest side.</summary>
    public const int MaxSide = 16;

    private const int TileLength = 4 * MaxSide * MaxSide;

    public static void Tiled(ProductArguments arguments)
    {
        var a = SharedMemory.Allocate<float>(TileLength);
        var b = SharedMemory.Allocate<float>(TileLength);
        var side = arguments.Side;
        var (y, x) = (Group.IdxX / side, Group.IdxX % side);
        var top = Grid.IdxX / arguments.ColumnTiles * 4 * side;
        var left = Grid.IdxX % arguments.ColumnTiles * 4 * side;
        var (c00, c01, c02, c03) = (0f, 0f, 0f, 0f);
        var (c10, c11, c12, c13) = (0f, 0f, 0f, 0f);
        var (c20, c21, c22, c23) = (0f, 0f, 0f, 0f);
        var (c30, c31, c32, c33) = (0f, 0f, 0f, 0f);
        for (var start = 0; start < arguments.A.ColumnCount; start += side)
        {
            Load(a, b, arguments, top, left, start);
            Group.Barrier();
            for (var k = 0; k < side; k++)
            {
                var a0 = a[(y * side) + k];
                var a1 = a[((y + side) * side) + k];
                var a2 = a[((y + (2 * side)) * side) + k];
                var a3 = a[((y + (3 * side)) * side) + k];
                var b0 = b[(k * 4 * side) + x];
                var b1 = b[(k * 4 * side) + x + side];
                var b2 = b[(k * 4 * side) + x + (2 * side)];
                var b3 = b[(k * 4 * side) + x + (3 * side)];
                c00 += a0 * b0;
                c01 += a0 * b1;
                c02 += a0 * b2;
                c03 += a0 * b3;
                c10 += a1 * b0;
                c11 += a1 * b1;
                c12 += a1 * b2;
                c13 += a1 * b3;
                c20 += a2 * b0;
                c21 += a2 * b1;
                c22 += a2 * b2;
                c23 += a2 * b3;
                c30 += a3 * b0;
                c31 += a3 * b1;
                c32 += a3 * b2;
                c33 += a3 * b3;
            }

            Group.Barrier();
        }

        var (row, column) = (top + y, left + x);
        StoreRow(arguments, row + (0 * side), column, c00, c01, c02, c03);
        StoreRow(arguments, row + (1 * side), column, c10, c11, c12, c13);
        StoreRow(arguments, row + (2 * side), column, c20, c21, c22, c23);
        StoreRow(arguments, row + (3 * side), column, c30, c31, c32, c33);
    }

    /// <summary>Side columns of a and as many rows of b, zeros beyond their edges.</summary>
    private static void Load(
        ArrayView<float> a, ArrayView<float> b, ProductArguments arguments, int top, int left, int start)
    {
        var side = arguments.Side;
        for (var k = Group.IdxX; k < 4 * side * side; k += side * side)
        {
            var (row, depth) = (top + (k / side), start + (k % side));
            a[k] = row < arguments.A.RowCount && depth < arguments.A.ColumnCount ? arguments.A.At(row, depth) : 0f;
            (depth, var column) = (start + (k / (4 * side)), left + (k % (4 * side)));
            b[k] = column < arguments.B.ColumnCount && depth < arguments.B.RowCount
                ? arguments.B.At(depth, column)
                : 0f;
        }
    }

    /// <summary>Four entries of a row, a side apart.</summary>
    private static void StoreRow(
        ProductArguments arguments, int row, int column, float c0, float c1, float c2, float c3)
    {
        Store(arguments, row, column, c0);
        Store(arguments, row, column + arguments.Side, c1);
        Store(arguments, row, column + (2 * arguments.Side), c2);
        Store(arguments, row, column + (3 * arguments.Side), c3);
    }

    private static void Store(ProductArguments arguments, int row, int column, float sum)
    {
        if (row < arguments.C.RowCount && column < arguments.C.ColumnCount)
        {
            var value = arguments.Alpha * sum;
            if (arguments.Beta != 0f)
            {
                value += arguments.Beta * arguments.C.At(row, column);
            }

            arguments.C.At(row, column) = value;
        }
    }
}
