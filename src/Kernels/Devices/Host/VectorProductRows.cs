using System.Numerics;
using System.Runtime.CompilerServices;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>The product of some rows of a matrix with a vector.</summary>
internal unsafe struct VectorProductRows<TLanes, T, TVector> : IParallelBody
    where TLanes : struct, ILanes<T, TVector>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : unmanaged
{
    /// <summary>Rows whose dot products are taken at once.</summary>
    public const int RowCount = 4;

    /// <summary>
    /// Lanes of a dot product, 64 bytes whatever the width of the vectors: number k goes to lane k mod 16 or 8.
    /// </summary>
    private static readonly int LaneCount = 64 / sizeof(T);

    public MatrixView<T> A;
    public T* X;
    public MatrixView<T> Y;
    public T Alpha;
    public T Beta;
    public bool ByRows;
    public int RowsPerPart;

    public readonly void Run(int index)
    {
        var first = index * RowsPerPart;
        var end = Math.Min(first + RowsPerPart, A.Rows);
        if (!ByRows)
        {
            AddColumns(first, end - first);
            return;
        }

        for (; first < end; first += RowCount)
        {
            // Where fewer rows are left, the last one is read in the place of the missing ones.
            Dots(first, Math.Min(RowCount, end - first));
        }
    }

    [SkipLocalsInit]
    private readonly void Dots(int first, int count)
    {
        var lanes = stackalloc T[RowCount * LaneCount];
        var full = A.Columns - (A.Columns % LaneCount);
        for (var lane = 0; lane < LaneCount; lane += TLanes.Count)
        {
            Sweep(first, count, full, lane, lanes);
        }

        for (var i = 0; i < count; i++, lanes += LaneCount)
        {
            var row = A.At(first + i, 0);
            for (var k = full; k < A.Columns; k++)
            {
                lanes[k - full] = T.FusedMultiplyAdd(row[k], X[k], lanes[k - full]);
            }

            Put(Y.At(first + i, 0), Fold(lanes));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Sweep(int first, int count, int length, int lane, T* lanes)
    {
        TVector sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        T* row0 = A.At(first, 0) + lane, row1 = A.At(first + Math.Min(1, count - 1), 0) + lane;
        T* row2 = A.At(first + Math.Min(2, count - 1), 0) + lane, row3 = A.At(first + count - 1, 0) + lane;
        var x = X + lane;
        for (var k = 0; k < length; k += LaneCount)
        {
            var factor = TLanes.Load(x + k);
            sum0 = TLanes.MultiplyAdd(TLanes.Load(row0 + k), factor, sum0);
            sum1 = TLanes.MultiplyAdd(TLanes.Load(row1 + k), factor, sum1);
            sum2 = TLanes.MultiplyAdd(TLanes.Load(row2 + k), factor, sum2);
            sum3 = TLanes.MultiplyAdd(TLanes.Load(row3 + k), factor, sum3);
        }

        TLanes.Store(sum0, lanes + lane);
        TLanes.Store(sum1, lanes + LaneCount + lane);
        TLanes.Store(sum2, lanes + (2 * LaneCount) + lane);
        TLanes.Store(sum3, lanes + (3 * LaneCount) + lane);
    }

    private static T Fold(T* lanes)
    {
        for (var half = LaneCount / 2; half > 0; half /= 2)
        {
            for (var i = 0; i < half; i++)
            {
                lanes[i] += lanes[i + half];
            }
        }

        return lanes[0];
    }

    private readonly void Put(T* place, T sum) =>
        *place = Beta == T.Zero ? Alpha * sum : T.FusedMultiplyAdd(Alpha, sum, Beta * *place);

    /// <summary>y ← beta·y + Σ_k (alpha·x_k)·(column k), in ascending k.</summary>
    private readonly void AddColumns(int first, int count)
    {
        var y = Y.At(first, 0);
        for (var i = 0; i < count; i++)
        {
            y[i] = Beta == T.Zero ? T.Zero : Beta * y[i];
        }

        var k = 0;
        for (; k + 4 <= A.Columns; k += 4)
        {
            AddFourColumns(A.At(first, k), k, count, y);
        }

        for (; k < A.Columns; k++)
        {
            var (column, factor) = ((nint)A.At(first, k), Alpha * X[k]);
            for (var i = 0; i < count; i++)
            {
                y[i] = T.FusedMultiplyAdd(((T*)column)[i], factor, y[i]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void AddFourColumns(T* column0, int k, int count, T* y)
    {
        T* column1 = column0 + A.ColumnStride, column2 = column1 + A.ColumnStride, column3 = column2 + A.ColumnStride;
        T x0 = Alpha * X[k], x1 = Alpha * X[k + 1], x2 = Alpha * X[k + 2], x3 = Alpha * X[k + 3];
        TVector f0 = TLanes.Broadcast(x0), f1 = TLanes.Broadcast(x1);
        TVector f2 = TLanes.Broadcast(x2), f3 = TLanes.Broadcast(x3);
        var i = 0;
        for (; i + TLanes.Count <= count; i += TLanes.Count)
        {
            var sum = TLanes.MultiplyAdd(TLanes.Load(column0 + i), f0, TLanes.Load(y + i));
            sum = TLanes.MultiplyAdd(TLanes.Load(column1 + i), f1, sum);
            sum = TLanes.MultiplyAdd(TLanes.Load(column2 + i), f2, sum);
            TLanes.Store(TLanes.MultiplyAdd(TLanes.Load(column3 + i), f3, sum), y + i);
        }

        for (; i < count; i++)
        {
            var sum = T.FusedMultiplyAdd(column0[i], x0, y[i]);
            sum = T.FusedMultiplyAdd(column1[i], x1, sum);
            sum = T.FusedMultiplyAdd(column2[i], x2, sum);
            y[i] = T.FusedMultiplyAdd(column3[i], x3, sum);
        }
    }
}
