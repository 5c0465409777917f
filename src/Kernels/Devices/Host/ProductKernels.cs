using System.Numerics;
using System.Runtime.CompilerServices;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>
/// Micro-kernels two vectors wide. Every accumulator is a local of its own, so that all of them live in registers.
/// </summary>
internal static unsafe partial class ProductKernels<TLanes, T, TVector>
    where TLanes : struct, ILanes<T, TVector>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : unmanaged
{
    /// <summary>
    /// Computes a tile of any height, from the top down, in pieces that the registers hold, and moves it on below.
    /// </summary>
    /// <param name="tile">One or two vectors wide.</param>
    /// <param name="height">Rows of a.</param>
    /// <param name="vectors">1 or 2, the last of which may be wider than the columns of b.</param>
    public static void Run(ref ProductTile<T> tile, int height, int vectors)
    {
        while (height > 0)
        {
            var rows = RowsOf(height);
            RunRows(in tile, rows, vectors);
            tile.A += rows * tile.ARowStride;
            tile.C += rows * tile.CRowStride;
            height -= rows;
        }
    }

    /// <summary>
    /// The rows of the kernel that is next where so many are left: sixteen are better eight and eight, ten six and
    /// four.
    /// </summary>
    private static int RowsOf(int height) => height switch
    {
        1 => 1,
        2 or 3 => 2,
        4 or 5 => 4,
        _ when TLanes.TileRows <= 6 => TLanes.TileRows,
        6 or 7 or 10 => 6,
        8 or 9 or 11 or 14 or 15 or 16 => 8,
        _ => 12,
    };

    private static void RunRows(in ProductTile<T> tile, int rows, int vectors)
    {
        var isWhole = tile.LastCount == TLanes.Count;
        switch (vectors, isWhole)
        {
            case (2, true):
                RunTwoVectors<WholeVector<TLanes, T, TVector>>(in tile, rows);
                break;
            case (2, false):
                RunTwoVectors<PartOfVector<TLanes, T, TVector>>(in tile, rows);
                break;
            case (_, true):
                RunOneVector<WholeVector<TLanes, T, TVector>>(in tile, rows);
                break;
            default:
                RunOneVector<PartOfVector<TLanes, T, TVector>>(in tile, rows);
                break;
        }
    }

    private static void RunTwoVectors<TLast>(in ProductTile<T> tile, int rows)
        where TLast : struct, ILastVector<T, TVector>
    {
        switch (rows)
        {
            case 12:
                Rows12<TLast>(in tile);
                break;
            case 8:
                Rows8<TLast>(in tile);
                break;
            case 6:
                Rows6<TLast>(in tile);
                break;
            case 4:
                Rows4<TLast>(in tile);
                break;
            case 2:
                Rows2<TLast>(in tile);
                break;
            default:
                Rows1<TLast>(in tile);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows12<TLast>(in ProductTile<T> tile)
        where TLast : struct, ILastVector<T, TVector>
    {
        TVector left0 = default, right0 = default;
        TVector left1 = default, right1 = default;
        TVector left2 = default, right2 = default;
        TVector left3 = default, right3 = default;
        TVector left4 = default, right4 = default;
        TVector left5 = default, right5 = default;
        TVector left6 = default, right6 = default;
        TVector left7 = default, right7 = default;
        TVector left8 = default, right8 = default;
        TVector left9 = default, right9 = default;
        TVector left10 = default, right10 = default;
        TVector left11 = default, right11 = default;
        nint row1 = tile.ARowStride, row2 = 2 * row1, row3 = 3 * row1;
        T* b = tile.B, a = tile.A, aMiddle = a + (4 * row1), aLast = aMiddle + (4 * row1);
        nint aStep = tile.ADepthStride, bStep = tile.BDepthStride;
        var mask = TLast.Mask(tile.LastCount);
        for (var k = tile.Depth; k > 0; k--)
        {
            TVector b0 = TLanes.Load(b), b1 = TLast.Load(b + TLanes.Count, mask);
            Add(a[0], b0, b1, ref left0, ref right0);
            Add(a[row1], b0, b1, ref left1, ref right1);
            Add(a[row2], b0, b1, ref left2, ref right2);
            Add(a[row3], b0, b1, ref left3, ref right3);
            Add(aMiddle[0], b0, b1, ref left4, ref right4);
            Add(aMiddle[row1], b0, b1, ref left5, ref right5);
            Add(aMiddle[row2], b0, b1, ref left6, ref right6);
            Add(aMiddle[row3], b0, b1, ref left7, ref right7);
            Add(aLast[0], b0, b1, ref left8, ref right8);
            Add(aLast[row1], b0, b1, ref left9, ref right9);
            Add(aLast[row2], b0, b1, ref left10, ref right10);
            Add(aLast[row3], b0, b1, ref left11, ref right11);
            b += bStep;
            a += aStep;
            aMiddle += aStep;
            aLast += aStep;
        }

        T* c = tile.C;
        TVector alpha = TLanes.Broadcast(tile.Alpha), beta = TLanes.Broadcast(tile.Beta);
        Put<TLast>(ref c, in tile, alpha, beta, mask, left0, right0);
        Put<TLast>(ref c, in tile, alpha, beta, mask, left1, right1);
        Put<TLast>(ref c, in tile, alpha, beta, mask, left2, right2);
        Put<TLast>(ref c, in tile, alpha, beta, mask, left3, right3);
        Put<TLast>(ref c, in tile, alpha, beta, mask, left4, right4);
        Put<TLast>(ref c, in tile, alpha, beta, mask, left5, right5);
        Put<TLast>(ref c, in tile, alpha, beta, mask, left6, right6);
        Put<TLast>(ref c, in tile, alpha, beta, mask, left7, right7);
        Put<TLast>(ref c, in tile, alpha, beta, mask, left8, right8);
        Put<TLast>(ref c, in tile, alpha, beta, mask, left9, right9);
        Put<TLast>(ref c, in tile, alpha, beta, mask, left10, right10);
        Put<TLast>(ref c, in tile, alpha, beta, mask, left11, right11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows8<TLast>(in ProductTile<T> tile)
        where TLast : struct, ILastVector<T, TVector>
    {
        TVector left0 = default, right0 = default;
        TVector left1 = default, right1 = default;
        TVector left2 = default, right2 = default;
        TVector left3 = default, right3 = default;
        TVector left4 = default, right4 = default;
        TVector left5 = default, right5 = default;
        TVector left6 = default, right6 = default;
        TVector left7 = default, right7 = default;
        nint row1 = tile.ARowStride, row2 = 2 * row1, row3 = 3 * row1;
        T* b = tile.B, a = tile.A, aLast = a + (4 * row1);
        nint aStep = tile.ADepthStride, bStep = tile.BDepthStride;
        var mask = TLast.Mask(tile.LastCount);
        for (var k = tile.Depth; k > 0; k--)
        {
            TVector b0 = TLanes.Load(b), b1 = TLast.Load(b + TLanes.Count, mask);
            Add(a[0], b0, b1, ref left0, ref right0);
            Add(a[row1], b0, b1, ref left1, ref right1);
            Add(a[row2], b0, b1, ref left2, ref right2);
            Add(a[row3], b0, b1, ref left3, ref right3);
            Add(aLast[0], b0, b1, ref left4, ref right4);
            Add(aLast[row1], b0, b1, ref left5, ref right5);
            Add(aLast[row2], b0, b1, ref left6, ref right6);
            Add(aLast[row3], b0, b1, ref left7, ref right7);
            b += bStep;
            a += aStep;
            aLast += aStep;
        }

        T* c = tile.C;
        TVector alpha = TLanes.Broadcast(tile.Alpha), beta = TLanes.Broadcast(tile.Beta);
        Put<TLast>(ref c, in tile, alpha, beta, mask, left0, right0);
        Put<TLast>(ref c, in tile, alpha, beta, mask, left1, right1);
        Put<TLast>(ref c, in tile, alpha, beta, mask, left2, right2);
        Put<TLast>(ref c, in tile, alpha, beta, mask, left3, right3);
        Put<TLast>(ref c, in tile, alpha, beta, mask, left4, right4);
        Put<TLast>(ref c, in tile, alpha, beta, mask, left5, right5);
        Put<TLast>(ref c, in tile, alpha, beta, mask, left6, right6);
        Put<TLast>(ref c, in tile, alpha, beta, mask, left7, right7);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows6<TLast>(in ProductTile<T> tile)
        where TLast : struct, ILastVector<T, TVector>
    {
        TVector left0 = default, right0 = default;
        TVector left1 = default, right1 = default;
        TVector left2 = default, right2 = default;
        TVector left3 = default, right3 = default;
        TVector left4 = default, right4 = default;
        TVector left5 = default, right5 = default;
        nint row1 = tile.ARowStride, row2 = 2 * row1, row3 = 3 * row1;
        T* b = tile.B, a = tile.A, aLast = a + (4 * row1);
        nint aStep = tile.ADepthStride, bStep = tile.BDepthStride;
        var mask = TLast.Mask(tile.LastCount);
        for (var k = tile.Depth; k > 0; k--)
        {
            TVector b0 = TLanes.Load(b), b1 = TLast.Load(b + TLanes.Count, mask);
            Add(a[0], b0, b1, ref left0, ref right0);
            Add(a[row1], b0, b1, ref left1, ref right1);
            Add(a[row2], b0, b1, ref left2, ref right2);
            Add(a[row3], b0, b1, ref left3, ref right3);
            Add(aLast[0], b0, b1, ref left4, ref right4);
            Add(aLast[row1], b0, b1, ref left5, ref right5);
            b += bStep;
            a += aStep;
            aLast += aStep;
        }

        T* c = tile.C;
        TVector alpha = TLanes.Broadcast(tile.Alpha), beta = TLanes.Broadcast(tile.Beta);
        Put<TLast>(ref c, in tile, alpha, beta, mask, left0, right0);
        Put<TLast>(ref c, in tile, alpha, beta, mask, left1, right1);
        Put<TLast>(ref c, in tile, alpha, beta, mask, left2, right2);
        Put<TLast>(ref c, in tile, alpha, beta, mask, left3, right3);
        Put<TLast>(ref c, in tile, alpha, beta, mask, left4, right4);
        Put<TLast>(ref c, in tile, alpha, beta, mask, left5, right5);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows4<TLast>(in ProductTile<T> tile)
        where TLast : struct, ILastVector<T, TVector>
    {
        TVector left0 = default, right0 = default;
        TVector left1 = default, right1 = default;
        TVector left2 = default, right2 = default;
        TVector left3 = default, right3 = default;
        nint row1 = tile.ARowStride, row2 = 2 * row1, row3 = 3 * row1;
        T* b = tile.B, a = tile.A;
        nint aStep = tile.ADepthStride, bStep = tile.BDepthStride;
        var mask = TLast.Mask(tile.LastCount);
        for (var k = tile.Depth; k > 0; k--)
        {
            TVector b0 = TLanes.Load(b), b1 = TLast.Load(b + TLanes.Count, mask);
            Add(a[0], b0, b1, ref left0, ref right0);
            Add(a[row1], b0, b1, ref left1, ref right1);
            Add(a[row2], b0, b1, ref left2, ref right2);
            Add(a[row3], b0, b1, ref left3, ref right3);
            b += bStep;
            a += aStep;
        }

        T* c = tile.C;
        TVector alpha = TLanes.Broadcast(tile.Alpha), beta = TLanes.Broadcast(tile.Beta);
        Put<TLast>(ref c, in tile, alpha, beta, mask, left0, right0);
        Put<TLast>(ref c, in tile, alpha, beta, mask, left1, right1);
        Put<TLast>(ref c, in tile, alpha, beta, mask, left2, right2);
        Put<TLast>(ref c, in tile, alpha, beta, mask, left3, right3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows2<TLast>(in ProductTile<T> tile)
        where TLast : struct, ILastVector<T, TVector>
    {
        TVector left0 = default, right0 = default;
        TVector left1 = default, right1 = default;
        nint row1 = tile.ARowStride;
        T* b = tile.B, a = tile.A;
        nint aStep = tile.ADepthStride, bStep = tile.BDepthStride;
        var mask = TLast.Mask(tile.LastCount);
        for (var k = tile.Depth; k > 0; k--)
        {
            TVector b0 = TLanes.Load(b), b1 = TLast.Load(b + TLanes.Count, mask);
            Add(a[0], b0, b1, ref left0, ref right0);
            Add(a[row1], b0, b1, ref left1, ref right1);
            b += bStep;
            a += aStep;
        }

        T* c = tile.C;
        TVector alpha = TLanes.Broadcast(tile.Alpha), beta = TLanes.Broadcast(tile.Beta);
        Put<TLast>(ref c, in tile, alpha, beta, mask, left0, right0);
        Put<TLast>(ref c, in tile, alpha, beta, mask, left1, right1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows1<TLast>(in ProductTile<T> tile)
        where TLast : struct, ILastVector<T, TVector>
    {
        TVector left0 = default, right0 = default;
        T* b = tile.B, a = tile.A;
        nint aStep = tile.ADepthStride, bStep = tile.BDepthStride;
        var mask = TLast.Mask(tile.LastCount);
        for (var k = tile.Depth; k > 0; k--)
        {
            TVector b0 = TLanes.Load(b), b1 = TLast.Load(b + TLanes.Count, mask);
            Add(a[0], b0, b1, ref left0, ref right0);
            b += bStep;
            a += aStep;
        }

        T* c = tile.C;
        TVector alpha = TLanes.Broadcast(tile.Alpha), beta = TLanes.Broadcast(tile.Beta);
        Put<TLast>(ref c, in tile, alpha, beta, mask, left0, right0);
    }
}
