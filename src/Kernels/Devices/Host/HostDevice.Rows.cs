using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>Operations on the rows of matrices.</summary>
public sealed unsafe partial class HostDevice
{
    /// <summary>Columns whose sums stay in the first-level cache while the rows pass by.</summary>
    private const int ColumnsAtOnce = 1024;

    /// <inheritdoc/>
    public void Copy(DeviceMatrix source, DeviceMatrix target)
    {
        Shapes.RequireSame(source, target);
        for (var row = 0; row < source.RowCount; row++)
        {
            if (source.ColumnStride == 1 && target.ColumnStride == 1)
            {
                RowSpan(source, row).CopyTo(RowSpan(target, row));
            }
            else
            {
                CopyStrided(View(source.Rows(row, 1)), View(target.Rows(row, 1)));
            }
        }

        KeepAlive(source, source, target);
    }

    /// <inheritdoc/>
    public void GatherRows(DeviceMatrix source, ReadOnlySpan<int> rows, DeviceMatrix result)
    {
        Shapes.RequireShape(result, rows.Length, source.ColumnCount);
        for (var row = 0; row < rows.Length; row++)
        {
            RowSpan(source, rows[row]).CopyTo(RowSpan(result, row));
        }
    }

    /// <inheritdoc/>
    public void RowSoftmax(DeviceMatrix x, DeviceMatrix result)
    {
        Shapes.RequireSame(x, result);
        VectorMath.SoftmaxRows(Span(x.AsVector()), x.ColumnCount, Span(result.AsVector()));
    }

    /// <inheritdoc/>
    public double SumOfRowLogSumExp(DeviceMatrix x)
    {
        const int RowsAtOnce = 128;
        Span<double> parts = stackalloc double[RowsAtOnce];
        var sum = 0.0;
        for (var row = 0; row < x.RowCount; row += RowsAtOnce)
        {
            var count = Math.Min(RowsAtOnce, x.RowCount - row);
            VectorMath.LogSumExpRows(Span(x.Rows(row, count).AsVector()), x.ColumnCount, parts[..count]);
            sum += TensorPrimitives.Sum<double>(parts[..count]);
        }

        return sum;
    }

    /// <inheritdoc/>
    public void RowDots(DeviceMatrix x, DeviceMatrix y, DeviceVector result)
    {
        Shapes.RequireSame(x, y);
        Shapes.RequireLength(x.RowCount, result.Length);
        var dots = Span(result);
        for (var row = 0; row < dots.Length; row++)
        {
            dots[row] = (float)VectorMath.Dot(RowSpan(x, row), RowSpan(y, row));
        }
    }

    /// <inheritdoc/>
    public void AddScaledRows(float alpha, DeviceVector scale, DeviceMatrix x, float beta, DeviceMatrix result)
    {
        Shapes.RequireSame(x, result);
        Shapes.RequireLength(x.RowCount, scale.Length);
        var factors = Span(scale);
        fixed (float* first = factors)
        {
            ForRows(x.RowCount, x, new ScaledRowParts(alpha, first, RowsView(x), beta, RowsView(result)));
        }

        KeepAlive(x, x, result);
    }

    /// <inheritdoc/>
    public void AddTiled(DeviceMatrix x, DeviceMatrix tile, DeviceMatrix result)
    {
        Shapes.RequireShape(x, x.RowCount, x.RowCount);
        Shapes.RequireSame(x, result);
        ForRows(x.RowCount, x, new TiledRowParts(RowsView(x), RowsView(tile), RowsView(result)));
        KeepAlive(x, tile, result);
    }

    /// <inheritdoc/>
    public void AddRow(DeviceVector row, DeviceMatrix target)
    {
        Shapes.RequireLength(row.Length, target.ColumnCount);
        fixed (float* first = Span(row))
        {
            ForRows(target.RowCount, target, new AddRowParts(first, RowsView(target)));
        }

        KeepAlive(target, target, target);
    }

    /// <inheritdoc/>
    public void ColumnSums(DeviceMatrix x, DeviceVector result)
    {
        Shapes.RequireLength(x.ColumnCount, result.Length);
        for (var start = 0; start < x.ColumnCount; start += ColumnsAtOnce)
        {
            var count = Math.Min(ColumnsAtOnce, x.ColumnCount - start);
            SumColumns(x.Columns(start, count), Span(result.Slice(start, count)));
        }
    }

    /// <inheritdoc/>
    public void RowOuterProducts(DeviceMatrix left, DeviceMatrix right, DeviceMatrix result)
    {
        Shapes.RequireLength(left.RowCount, right.RowCount);
        Shapes.RequireShape(result, left.RowCount, left.ColumnCount * right.ColumnCount);
        ForRows(result.RowCount, result, new OuterProductParts(RowsView(left), RowsView(right), RowsView(result)));
        KeepAlive(left, right, result);
    }

    /// <summary>Sums few columns in float64, row after row, two rows at once.</summary>
    [SkipLocalsInit]
    private static void SumColumns(DeviceMatrix x, Span<float> result)
    {
        var sums = stackalloc double[ColumnsAtOnce];
        new Span<double>(sums, result.Length).Clear();
        for (var row = 0; row < x.RowCount; row += 2)
        {
            var second = row + 1 < x.RowCount ? RowSpan(x, row + 1) : [];
            fixed (float* first = RowSpan(x, row), next = second)
            {
                WideSums.Accumulate(1, first, 1, next, sums, result.Length);
            }
        }

        fixed (float* target = result)
        {
            WideSums.Narrow(sums, target, result.Length);
        }
    }

    private static Span<float> RowSpan(DeviceMatrix matrix, int row)
    {
        if (matrix.ColumnStride != 1 && matrix.ColumnCount > 1)
        {
            throw new ArgumentException("The columns of the matrix do not lie side by side.", nameof(matrix));
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)matrix.RowCount, nameof(row));
        return Memory(matrix.Memory).Span(matrix.Offset + row * matrix.RowStride, matrix.ColumnCount);
    }

    private static void CopyStrided(MatrixView<float> source, MatrixView<float> target)
    {
        for (var column = 0; column < source.Columns; column++)
        {
            target[0, column] = source[0, column];
        }
    }
}
