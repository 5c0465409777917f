using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>Copies a panel, depth × width, so that the numbers of one depth lie together.</summary>
internal static unsafe class Packing
{
    /// <summary>target[k·targetWidth + j] = source[k, j]; columns that the source lacks stay as they are.</summary>
    public static void Pack<T>(MatrixView<T> source, T* target, int targetWidth)
        where T : unmanaged
    {
        if (source.ColumnStride == 1)
        {
            CopyRows(source, target, targetWidth);
        }
        else
        {
            TransposeColumns(source, target, targetWidth);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyRows<T>(MatrixView<T> source, T* target, int targetWidth)
        where T : unmanaged
    {
        var vectorised = source.Columns - (source.Columns % Vector128<T>.Count);
        for (var k = 0; k < source.Rows; k++, target += targetWidth)
        {
            var row = source.At(k, 0);
            var j = 0;
            for (; j < vectorised; j += Vector128<T>.Count)
            {
                Vector128.Load(row + j).Store(target + j);
            }

            for (; j < source.Columns; j++)
            {
                target[j] = row[j];
            }
        }
    }

    /// <summary>Eight or four columns at a time where they are contiguous, the rest number by number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeColumns<T>(MatrixView<T> source, T* target, int targetWidth)
        where T : unmanaged
    {
        var column = 0;
        if (source.RowStride == 1 && sizeof(T) == sizeof(float) && Avx.IsSupported)
        {
            // The last eight may overlap those before them.
            for (; column < source.Columns && source.Columns >= 8; column += 8)
            {
                var first = Math.Min(column, source.Columns - 8);
                Transposition.EightColumns(
                    (float*)source.At(0, first),
                    source.ColumnStride,
                    source.Rows,
                    (float*)target + first,
                    targetWidth);
            }
        }

        for (; column + 4 <= source.Columns; column += 4)
        {
            FourColumns(source.Slice(0, column, source.Rows, 4), target + column, targetWidth);
        }

        for (; column < source.Columns; column++)
        {
            for (var k = 0; k < source.Rows; k++)
            {
                target[(k * (nint)targetWidth) + column] = *source.At(k, column);
            }
        }
    }

    private static void FourColumns<T>(MatrixView<T> source, T* target, int targetWidth)
        where T : unmanaged
    {
        T* c0 = source.Origin, c1 = source.At(0, 1), c2 = source.At(0, 2), c3 = source.At(0, 3);
        nint offset = 0;
        for (var k = 0; k < source.Rows; k++)
        {
            target[0] = c0[offset];
            target[1] = c1[offset];
            target[2] = c2[offset];
            target[3] = c3[offset];
            target += targetWidth;
            offset += source.RowStride;
        }
    }
}
