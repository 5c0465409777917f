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
    /// <summary>The rows of the least kernel that takes so many.</summary>
    public static int RowsFor(int height) => height <= 4 ? 4 : height <= 6 ? 6 : height <= 8 ? 8 : 12;

    /// <summary>Computes a tile of 4, 6, 8 or 12 rows and one or two vectors.</summary>
    public static void Run(in ProductTile<T> tile, int rows, int vectors)
    {
        if (vectors == 2)
        {
            RunTwoVectors(in tile, rows);
        }
        else
        {
            RunOneVector(in tile, rows);
        }
    }

    private static void RunTwoVectors(in ProductTile<T> tile, int rows)
    {
        switch (rows)
        {
            case 12:
                Rows12(in tile);
                break;
            case 8:
                Rows8(in tile);
                break;
            case 6:
                Rows6(in tile);
                break;
            default:
                Rows4(in tile);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows12(in ProductTile<T> tile)
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
        for (var k = tile.Depth; k > 0; k--)
        {
            TVector b0 = TLanes.Load(b), b1 = TLanes.Load(b + TLanes.Count);
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
        Put(ref c, in tile, alpha, beta, left0, right0);
        Put(ref c, in tile, alpha, beta, left1, right1);
        Put(ref c, in tile, alpha, beta, left2, right2);
        Put(ref c, in tile, alpha, beta, left3, right3);
        Put(ref c, in tile, alpha, beta, left4, right4);
        Put(ref c, in tile, alpha, beta, left5, right5);
        Put(ref c, in tile, alpha, beta, left6, right6);
        Put(ref c, in tile, alpha, beta, left7, right7);
        Put(ref c, in tile, alpha, beta, left8, right8);
        Put(ref c, in tile, alpha, beta, left9, right9);
        Put(ref c, in tile, alpha, beta, left10, right10);
        Put(ref c, in tile, alpha, beta, left11, right11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows8(in ProductTile<T> tile)
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
        for (var k = tile.Depth; k > 0; k--)
        {
            TVector b0 = TLanes.Load(b), b1 = TLanes.Load(b + TLanes.Count);
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
        Put(ref c, in tile, alpha, beta, left0, right0);
        Put(ref c, in tile, alpha, beta, left1, right1);
        Put(ref c, in tile, alpha, beta, left2, right2);
        Put(ref c, in tile, alpha, beta, left3, right3);
        Put(ref c, in tile, alpha, beta, left4, right4);
        Put(ref c, in tile, alpha, beta, left5, right5);
        Put(ref c, in tile, alpha, beta, left6, right6);
        Put(ref c, in tile, alpha, beta, left7, right7);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows6(in ProductTile<T> tile)
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
        for (var k = tile.Depth; k > 0; k--)
        {
            TVector b0 = TLanes.Load(b), b1 = TLanes.Load(b + TLanes.Count);
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
        Put(ref c, in tile, alpha, beta, left0, right0);
        Put(ref c, in tile, alpha, beta, left1, right1);
        Put(ref c, in tile, alpha, beta, left2, right2);
        Put(ref c, in tile, alpha, beta, left3, right3);
        Put(ref c, in tile, alpha, beta, left4, right4);
        Put(ref c, in tile, alpha, beta, left5, right5);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows4(in ProductTile<T> tile)
    {
        TVector left0 = default, right0 = default;
        TVector left1 = default, right1 = default;
        TVector left2 = default, right2 = default;
        TVector left3 = default, right3 = default;
        nint row1 = tile.ARowStride, row2 = 2 * row1, row3 = 3 * row1;
        T* b = tile.B, a = tile.A;
        nint aStep = tile.ADepthStride, bStep = tile.BDepthStride;
        for (var k = tile.Depth; k > 0; k--)
        {
            TVector b0 = TLanes.Load(b), b1 = TLanes.Load(b + TLanes.Count);
            Add(a[0], b0, b1, ref left0, ref right0);
            Add(a[row1], b0, b1, ref left1, ref right1);
            Add(a[row2], b0, b1, ref left2, ref right2);
            Add(a[row3], b0, b1, ref left3, ref right3);
            b += bStep;
            a += aStep;
        }

        T* c = tile.C;
        TVector alpha = TLanes.Broadcast(tile.Alpha), beta = TLanes.Broadcast(tile.Beta);
        Put(ref c, in tile, alpha, beta, left0, right0);
        Put(ref c, in tile, alpha, beta, left1, right1);
        Put(ref c, in tile, alpha, beta, left2, right2);
        Put(ref c, in tile, alpha, beta, left3, right3);
    }
}
