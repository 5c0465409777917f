using System.Numerics;
using System.Runtime.CompilerServices;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>Micro-kernels one vector wide, for the last columns, and what all kernels share.</summary>
internal static unsafe partial class ProductKernels<TLanes, T, TVector>
    where TLanes : struct, ILanes<T, TVector>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : unmanaged
{
    private static void RunOneVector<TLast>(in ProductTile<T> tile, int rows)
        where TLast : struct, ILastVector<T, TVector>
    {
        switch (rows)
        {
            case 12:
                Rows12OneVector<TLast>(in tile);
                break;
            case 8:
                Rows8OneVector<TLast>(in tile);
                break;
            case 6:
                Rows6OneVector<TLast>(in tile);
                break;
            case 4:
                Rows4OneVector<TLast>(in tile);
                break;
            case 2:
                Rows2OneVector<TLast>(in tile);
                break;
            default:
                Rows1OneVector<TLast>(in tile);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows12OneVector<TLast>(in ProductTile<T> tile)
        where TLast : struct, ILastVector<T, TVector>
    {
        TVector sum0 = default;
        TVector sum1 = default;
        TVector sum2 = default;
        TVector sum3 = default;
        TVector sum4 = default;
        TVector sum5 = default;
        TVector sum6 = default;
        TVector sum7 = default;
        TVector sum8 = default;
        TVector sum9 = default;
        TVector sum10 = default;
        TVector sum11 = default;
        nint row1 = tile.ARowStride, row2 = 2 * row1, row3 = 3 * row1;
        T* b = tile.B, a = tile.A, aMiddle = a + (4 * row1), aLast = aMiddle + (4 * row1);
        nint aStep = tile.ADepthStride, bStep = tile.BDepthStride;
        var mask = TLast.Mask(tile.LastCount);
        for (var k = tile.Depth; k > 0; k--)
        {
            var b0 = TLast.Load(b, mask);
            sum0 = TLanes.MultiplyAdd(TLanes.Broadcast(a[0]), b0, sum0);
            sum1 = TLanes.MultiplyAdd(TLanes.Broadcast(a[row1]), b0, sum1);
            sum2 = TLanes.MultiplyAdd(TLanes.Broadcast(a[row2]), b0, sum2);
            sum3 = TLanes.MultiplyAdd(TLanes.Broadcast(a[row3]), b0, sum3);
            sum4 = TLanes.MultiplyAdd(TLanes.Broadcast(aMiddle[0]), b0, sum4);
            sum5 = TLanes.MultiplyAdd(TLanes.Broadcast(aMiddle[row1]), b0, sum5);
            sum6 = TLanes.MultiplyAdd(TLanes.Broadcast(aMiddle[row2]), b0, sum6);
            sum7 = TLanes.MultiplyAdd(TLanes.Broadcast(aMiddle[row3]), b0, sum7);
            sum8 = TLanes.MultiplyAdd(TLanes.Broadcast(aLast[0]), b0, sum8);
            sum9 = TLanes.MultiplyAdd(TLanes.Broadcast(aLast[row1]), b0, sum9);
            sum10 = TLanes.MultiplyAdd(TLanes.Broadcast(aLast[row2]), b0, sum10);
            sum11 = TLanes.MultiplyAdd(TLanes.Broadcast(aLast[row3]), b0, sum11);
            b += bStep;
            a += aStep;
            aMiddle += aStep;
            aLast += aStep;
        }

        T* c = tile.C;
        TVector alpha = TLanes.Broadcast(tile.Alpha), beta = TLanes.Broadcast(tile.Beta);
        Put<TLast>(ref c, in tile, alpha, beta, mask, sum0);
        Put<TLast>(ref c, in tile, alpha, beta, mask, sum1);
        Put<TLast>(ref c, in tile, alpha, beta, mask, sum2);
        Put<TLast>(ref c, in tile, alpha, beta, mask, sum3);
        Put<TLast>(ref c, in tile, alpha, beta, mask, sum4);
        Put<TLast>(ref c, in tile, alpha, beta, mask, sum5);
        Put<TLast>(ref c, in tile, alpha, beta, mask, sum6);
        Put<TLast>(ref c, in tile, alpha, beta, mask, sum7);
        Put<TLast>(ref c, in tile, alpha, beta, mask, sum8);
        Put<TLast>(ref c, in tile, alpha, beta, mask, sum9);
        Put<TLast>(ref c, in tile, alpha, beta, mask, sum10);
        Put<TLast>(ref c, in tile, alpha, beta, mask, sum11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows8OneVector<TLast>(in ProductTile<T> tile)
        where TLast : struct, ILastVector<T, TVector>
    {
        TVector sum0 = default;
        TVector sum1 = default;
        TVector sum2 = default;
        TVector sum3 = default;
        TVector sum4 = default;
        TVector sum5 = default;
        TVector sum6 = default;
        TVector sum7 = default;
        nint row1 = tile.ARowStride, row2 = 2 * row1, row3 = 3 * row1;
        T* b = tile.B, a = tile.A, aLast = a + (4 * row1);
        nint aStep = tile.ADepthStride, bStep = tile.BDepthStride;
        var mask = TLast.Mask(tile.LastCount);
        for (var k = tile.Depth; k > 0; k--)
        {
            var b0 = TLast.Load(b, mask);
            sum0 = TLanes.MultiplyAdd(TLanes.Broadcast(a[0]), b0, sum0);
            sum1 = TLanes.MultiplyAdd(TLanes.Broadcast(a[row1]), b0, sum1);
            sum2 = TLanes.MultiplyAdd(TLanes.Broadcast(a[row2]), b0, sum2);
            sum3 = TLanes.MultiplyAdd(TLanes.Broadcast(a[row3]), b0, sum3);
            sum4 = TLanes.MultiplyAdd(TLanes.Broadcast(aLast[0]), b0, sum4);
            sum5 = TLanes.MultiplyAdd(TLanes.Broadcast(aLast[row1]), b0, sum5);
            sum6 = TLanes.MultiplyAdd(TLanes.Broadcast(aLast[row2]), b0, sum6);
            sum7 = TLanes.MultiplyAdd(TLanes.Broadcast(aLast[row3]), b0, sum7);
            b += bStep;
            a += aStep;
            aLast += aStep;
        }

        T* c = tile.C;
        TVector alpha = TLanes.Broadcast(tile.Alpha), beta = TLanes.Broadcast(tile.Beta);
        Put<TLast>(ref c, in tile, alpha, beta, mask, sum0);
        Put<TLast>(ref c, in tile, alpha, beta, mask, sum1);
        Put<TLast>(ref c, in tile, alpha, beta, mask, sum2);
        Put<TLast>(ref c, in tile, alpha, beta, mask, sum3);
        Put<TLast>(ref c, in tile, alpha, beta, mask, sum4);
        Put<TLast>(ref c, in tile, alpha, beta, mask, sum5);
        Put<TLast>(ref c, in tile, alpha, beta, mask, sum6);
        Put<TLast>(ref c, in tile, alpha, beta, mask, sum7);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows6OneVector<TLast>(in ProductTile<T> tile)
        where TLast : struct, ILastVector<T, TVector>
    {
        TVector sum0 = default;
        TVector sum1 = default;
        TVector sum2 = default;
        TVector sum3 = default;
        TVector sum4 = default;
        TVector sum5 = default;
        nint row1 = tile.ARowStride, row2 = 2 * row1, row3 = 3 * row1;
        T* b = tile.B, a = tile.A, aLast = a + (4 * row1);
        nint aStep = tile.ADepthStride, bStep = tile.BDepthStride;
        var mask = TLast.Mask(tile.LastCount);
        for (var k = tile.Depth; k > 0; k--)
        {
            var b0 = TLast.Load(b, mask);
            sum0 = TLanes.MultiplyAdd(TLanes.Broadcast(a[0]), b0, sum0);
            sum1 = TLanes.MultiplyAdd(TLanes.Broadcast(a[row1]), b0, sum1);
            sum2 = TLanes.MultiplyAdd(TLanes.Broadcast(a[row2]), b0, sum2);
            sum3 = TLanes.MultiplyAdd(TLanes.Broadcast(a[row3]), b0, sum3);
            sum4 = TLanes.MultiplyAdd(TLanes.Broadcast(aLast[0]), b0, sum4);
            sum5 = TLanes.MultiplyAdd(TLanes.Broadcast(aLast[row1]), b0, sum5);
            b += bStep;
            a += aStep;
            aLast += aStep;
        }

        T* c = tile.C;
        TVector alpha = TLanes.Broadcast(tile.Alpha), beta = TLanes.Broadcast(tile.Beta);
        Put<TLast>(ref c, in tile, alpha, beta, mask, sum0);
        Put<TLast>(ref c, in tile, alpha, beta, mask, sum1);
        Put<TLast>(ref c, in tile, alpha, beta, mask, sum2);
        Put<TLast>(ref c, in tile, alpha, beta, mask, sum3);
        Put<TLast>(ref c, in tile, alpha, beta, mask, sum4);
        Put<TLast>(ref c, in tile, alpha, beta, mask, sum5);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows4OneVector<TLast>(in ProductTile<T> tile)
        where TLast : struct, ILastVector<T, TVector>
    {
        TVector sum0 = default;
        TVector sum1 = default;
        TVector sum2 = default;
        TVector sum3 = default;
        nint row1 = tile.ARowStride, row2 = 2 * row1, row3 = 3 * row1;
        T* b = tile.B, a = tile.A;
        nint aStep = tile.ADepthStride, bStep = tile.BDepthStride;
        var mask = TLast.Mask(tile.LastCount);
        for (var k = tile.Depth; k > 0; k--)
        {
            var b0 = TLast.Load(b, mask);
            sum0 = TLanes.MultiplyAdd(TLanes.Broadcast(a[0]), b0, sum0);
            sum1 = TLanes.MultiplyAdd(TLanes.Broadcast(a[row1]), b0, sum1);
            sum2 = TLanes.MultiplyAdd(TLanes.Broadcast(a[row2]), b0, sum2);
            sum3 = TLanes.MultiplyAdd(TLanes.Broadcast(a[row3]), b0, sum3);
            b += bStep;
            a += aStep;
        }

        T* c = tile.C;
        TVector alpha = TLanes.Broadcast(tile.Alpha), beta = TLanes.Broadcast(tile.Beta);
        Put<TLast>(ref c, in tile, alpha, beta, mask, sum0);
        Put<TLast>(ref c, in tile, alpha, beta, mask, sum1);
        Put<TLast>(ref c, in tile, alpha, beta, mask, sum2);
        Put<TLast>(ref c, in tile, alpha, beta, mask, sum3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows2OneVector<TLast>(in ProductTile<T> tile)
        where TLast : struct, ILastVector<T, TVector>
    {
        TVector sum0 = default;
        TVector sum1 = default;
        nint row1 = tile.ARowStride;
        T* b = tile.B, a = tile.A;
        nint aStep = tile.ADepthStride, bStep = tile.BDepthStride;
        var mask = TLast.Mask(tile.LastCount);
        for (var k = tile.Depth; k > 0; k--)
        {
            var b0 = TLast.Load(b, mask);
            sum0 = TLanes.MultiplyAdd(TLanes.Broadcast(a[0]), b0, sum0);
            sum1 = TLanes.MultiplyAdd(TLanes.Broadcast(a[row1]), b0, sum1);
            b += bStep;
            a += aStep;
        }

        T* c = tile.C;
        TVector alpha = TLanes.Broadcast(tile.Alpha), beta = TLanes.Broadcast(tile.Beta);
        Put<TLast>(ref c, in tile, alpha, beta, mask, sum0);
        Put<TLast>(ref c, in tile, alpha, beta, mask, sum1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows1OneVector<TLast>(in ProductTile<T> tile)
        where TLast : struct, ILastVector<T, TVector>
    {
        TVector sum0 = default;
        T* b = tile.B, a = tile.A;
        nint aStep = tile.ADepthStride, bStep = tile.BDepthStride;
        var mask = TLast.Mask(tile.LastCount);
        for (var k = tile.Depth; k > 0; k--)
        {
            var b0 = TLast.Load(b, mask);
            sum0 = TLanes.MultiplyAdd(TLanes.Broadcast(a[0]), b0, sum0);
            b += bStep;
            a += aStep;
        }

        T* c = tile.C;
        TVector alpha = TLanes.Broadcast(tile.Alpha), beta = TLanes.Broadcast(tile.Beta);
        Put<TLast>(ref c, in tile, alpha, beta, mask, sum0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(T a, TVector b0, TVector b1, ref TVector left, ref TVector right)
    {
        var factor = TLanes.Broadcast(a);
        left = TLanes.MultiplyAdd(factor, b0, left);
        right = TLanes.MultiplyAdd(factor, b1, right);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<TLast>(
        ref T* c, in ProductTile<T> tile, TVector alpha, TVector beta, TVector mask, TVector sum0, TVector sum1)
        where TLast : struct, ILastVector<T, TVector>
    {
        if (tile.ReadsC)
        {
            TLanes.Store(TLanes.MultiplyAdd(alpha, sum0, TLanes.Multiply(beta, TLanes.Load(c))), c);
        }
        else
        {
            TLanes.Store(TLanes.Multiply(alpha, sum0), c);
        }

        var next = c + TLanes.Count;
        Put<TLast>(ref next, in tile, alpha, beta, mask, sum1);
        c += tile.CRowStride;
    }

    /// <summary>Brings one row of the sums into c, and moves on to the next row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<TLast>(
        ref T* c, in ProductTile<T> tile, TVector alpha, TVector beta, TVector mask, TVector sum)
        where TLast : struct, ILastVector<T, TVector>
    {
        TLast.Store(
            tile.ReadsC
                ? TLanes.MultiplyAdd(alpha, sum, TLanes.Multiply(beta, TLast.Load(c, mask)))
                : TLanes.Multiply(alpha, sum),
            c,
            mask);
        c += tile.CRowStride;
    }
}
