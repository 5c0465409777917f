using System.Numerics;
using System.Runtime.CompilerServices;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>Micro-kernels one vector wide, for the last columns, and what all kernels share.</summary>
internal static unsafe partial class ProductKernels<TLanes, T, TVector>
    where TLanes : struct, ILanes<T, TVector>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : unmanaged
{
    private static void RunOneVector(in ProductTile<T> tile, int rows)
    {
        switch (rows)
        {
            case 12:
                Rows12OneVector(in tile);
                break;
            case 8:
                Rows8OneVector(in tile);
                break;
            case 6:
                Rows6OneVector(in tile);
                break;
            default:
                Rows4OneVector(in tile);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows12OneVector(in ProductTile<T> tile)
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
        for (var k = tile.Depth; k > 0; k--)
        {
            var b0 = TLanes.Load(b);
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
        Put(ref c, in tile, alpha, beta, sum0);
        Put(ref c, in tile, alpha, beta, sum1);
        Put(ref c, in tile, alpha, beta, sum2);
        Put(ref c, in tile, alpha, beta, sum3);
        Put(ref c, in tile, alpha, beta, sum4);
        Put(ref c, in tile, alpha, beta, sum5);
        Put(ref c, in tile, alpha, beta, sum6);
        Put(ref c, in tile, alpha, beta, sum7);
        Put(ref c, in tile, alpha, beta, sum8);
        Put(ref c, in tile, alpha, beta, sum9);
        Put(ref c, in tile, alpha, beta, sum10);
        Put(ref c, in tile, alpha, beta, sum11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows8OneVector(in ProductTile<T> tile)
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
        for (var k = tile.Depth; k > 0; k--)
        {
            var b0 = TLanes.Load(b);
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
        Put(ref c, in tile, alpha, beta, sum0);
        Put(ref c, in tile, alpha, beta, sum1);
        Put(ref c, in tile, alpha, beta, sum2);
        Put(ref c, in tile, alpha, beta, sum3);
        Put(ref c, in tile, alpha, beta, sum4);
        Put(ref c, in tile, alpha, beta, sum5);
        Put(ref c, in tile, alpha, beta, sum6);
        Put(ref c, in tile, alpha, beta, sum7);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows6OneVector(in ProductTile<T> tile)
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
        for (var k = tile.Depth; k > 0; k--)
        {
            var b0 = TLanes.Load(b);
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
        Put(ref c, in tile, alpha, beta, sum0);
        Put(ref c, in tile, alpha, beta, sum1);
        Put(ref c, in tile, alpha, beta, sum2);
        Put(ref c, in tile, alpha, beta, sum3);
        Put(ref c, in tile, alpha, beta, sum4);
        Put(ref c, in tile, alpha, beta, sum5);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows4OneVector(in ProductTile<T> tile)
    {
        TVector sum0 = default;
        TVector sum1 = default;
        TVector sum2 = default;
        TVector sum3 = default;
        nint row1 = tile.ARowStride, row2 = 2 * row1, row3 = 3 * row1;
        T* b = tile.B, a = tile.A;
        nint aStep = tile.ADepthStride, bStep = tile.BDepthStride;
        for (var k = tile.Depth; k > 0; k--)
        {
            var b0 = TLanes.Load(b);
            sum0 = TLanes.MultiplyAdd(TLanes.Broadcast(a[0]), b0, sum0);
            sum1 = TLanes.MultiplyAdd(TLanes.Broadcast(a[row1]), b0, sum1);
            sum2 = TLanes.MultiplyAdd(TLanes.Broadcast(a[row2]), b0, sum2);
            sum3 = TLanes.MultiplyAdd(TLanes.Broadcast(a[row3]), b0, sum3);
            b += bStep;
            a += aStep;
        }

        T* c = tile.C;
        TVector alpha = TLanes.Broadcast(tile.Alpha), beta = TLanes.Broadcast(tile.Beta);
        Put(ref c, in tile, alpha, beta, sum0);
        Put(ref c, in tile, alpha, beta, sum1);
        Put(ref c, in tile, alpha, beta, sum2);
        Put(ref c, in tile, alpha, beta, sum3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(T a, TVector b0, TVector b1, ref TVector sum0, ref TVector sum1)
    {
        var factor = TLanes.Broadcast(a);
        sum0 = TLanes.MultiplyAdd(factor, b0, sum0);
        sum1 = TLanes.MultiplyAdd(factor, b1, sum1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(
        ref T* c, in ProductTile<T> tile, TVector alpha, TVector beta, TVector sum0, TVector sum1)
    {
        TLanes.Store(
            tile.ReadsC
                ? TLanes.MultiplyAdd(alpha, sum1, TLanes.Multiply(beta, TLanes.Load(c + TLanes.Count)))
                : TLanes.Multiply(alpha, sum1),
            c + TLanes.Count);
        Put(ref c, in tile, alpha, beta, sum0);
    }

    /// <summary>Brings one row of the sums into c, and moves on to the next row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(ref T* c, in ProductTile<T> tile, TVector alpha, TVector beta, TVector sum)
    {
        TLanes.Store(
            tile.ReadsC
                ? TLanes.MultiplyAdd(alpha, sum, TLanes.Multiply(beta, TLanes.Load(c)))
                : TLanes.Multiply(alpha, sum),
            c);
        c += tile.CRowStride;
    }
}
