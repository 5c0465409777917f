using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Ilgpu.Programs;

namespace Murmuration.Kernels.Ilgpu;

/// <summary>Operations on the rows of matrices.</summary>
internal sealed partial class IlgpuDevice
{
    private readonly GrowingBlock<int> _indices = new(accelerator);
    private readonly ElementProgram<RowArguments> _copyRows = new(accelerator, Rows.Copy);
    private readonly ElementProgram<RowArguments> _gather = new(accelerator, Rows.Gather);
    private readonly ElementProgram<RowArguments> _addScaledRows = new(accelerator, Rows.AddScaled);
    private readonly ElementProgram<RowArguments> _addTiled = new(accelerator, Rows.AddTiled);
    private readonly ElementProgram<RowArguments> _addRow = new(accelerator, Rows.AddRow);
    private readonly ElementProgram<RowArguments> _outerProducts = new(accelerator, Rows.OuterProducts);
    private readonly ElementProgram<ColumnSumArguments> _columnParts = new(accelerator, Rows.ColumnParts);
    private readonly ElementProgram<ColumnSumArguments> _columnSums = new(accelerator, Rows.ColumnSums);
    private readonly GroupProgram<RowGroupArguments> _softmax = new(accelerator, RowGroups.Softmax);
    private readonly GroupProgram<RowGroupArguments> _logSumExp = new(accelerator, RowGroups.LogSumExp);

    /// <inheritdoc/>
    public void Copy(DeviceMatrix source, DeviceMatrix target)
    {
        Shapes.RequireSame(source, target);
        _copyRows.Run(Count(target), new RowArguments { X = View(source), Result = View(target) });
    }

    /// <inheritdoc/>
    public void GatherRows(DeviceMatrix source, ReadOnlySpan<int> rows, DeviceMatrix result)
    {
        Shapes.RequireShape(result, rows.Length, source.ColumnCount);
        if (rows.IsEmpty)
        {
            return;
        }

        foreach (var row in rows)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)source.RowCount, nameof(rows));
        }

        var indices = _indices.View(rows.Length);
        accelerator.CopyIn(rows, indices);
        _gather.Run(
            Count(result), new RowArguments { X = View(source), Indices = indices, Result = View(result) });

        // The indices are the caller's again when this returns.
        accelerator.Synchronize();
    }

    /// <inheritdoc/>
    public void RowSoftmax(DeviceMatrix x, DeviceMatrix result)
    {
        Shapes.RequireSame(x, result);
        _softmax.Run(
            x.RowCount,
            GroupSize(x.ColumnCount),
            new RowGroupArguments { X = View(x), Result = View(result), GroupCount = 1 });
    }

    /// <inheritdoc/>
    public double SumOfRowLogSumExp(DeviceMatrix x)
    {
        if (x.RowCount == 0)
        {
            return 0;
        }

        var sums = _parts.View(x.RowCount);
        _logSumExp.Run(
            x.RowCount,
            GroupSize(x.ColumnCount),
            new RowGroupArguments { X = View(x), Sums = sums, GroupCount = 1 });
        return Finish(
            _sums, new ReductionArguments { Parts = sums, Result = _scalar.View(1), Count = x.RowCount });
    }

    /// <inheritdoc/>
    public void RowDots(DeviceMatrix x, DeviceMatrix y, DeviceVector result)
    {
        Shapes.RequireLength(x.RowCount, result.Length);
        RowGroupDots(x, y, result.AsColumn());
    }

    /// <inheritdoc/>
    public void AddScaledRows(float alpha, DeviceVector scale, DeviceMatrix x, float beta, DeviceMatrix result)
    {
        Shapes.RequireSame(x, result);
        Shapes.RequireLength(x.RowCount, scale.Length);
        _addScaledRows.Run(Count(result), new RowArguments
        {
            X = View(x),
            Factors = View(scale),
            Result = View(result),
            Alpha = alpha,
            Beta = beta,
        });
    }

    /// <inheritdoc/>
    public void AddTiled(DeviceMatrix x, DeviceMatrix tile, DeviceMatrix result)
    {
        Shapes.RequireShape(x, x.RowCount, x.RowCount);
        Shapes.RequireSame(x, result);
        _addTiled.Run(Count(result), new RowArguments { X = View(x), Y = View(tile), Result = View(result) });
    }

    /// <inheritdoc/>
    public void AddRow(DeviceVector row, DeviceMatrix target)
    {
        Shapes.RequireLength(row.Length, target.ColumnCount);
        _addRow.Run(Count(target), new RowArguments { Summands = View(row), Result = View(target) });
    }

    /// <inheritdoc/>
    public void ColumnSums(DeviceMatrix x, DeviceVector result)
    {
        Shapes.RequireLength(x.ColumnCount, result.Length);
        var parts = (x.RowCount + ColumnSumArguments.RowsAtOnce - 1) / ColumnSumArguments.RowsAtOnce;
        var arguments = new ColumnSumArguments
        {
            X = View(x),
            Parts = _parts.View(parts * x.ColumnCount),
            Result = View(result),
            PartCount = parts,
        };
        _columnParts.Run(parts * x.ColumnCount, arguments);
        _columnSums.Run(x.ColumnCount, arguments);
    }

    /// <inheritdoc/>
    public void RowOuterProducts(DeviceMatrix left, DeviceMatrix right, DeviceMatrix result)
    {
        Shapes.RequireLength(left.RowCount, right.RowCount);
        Shapes.RequireShape(result, left.RowCount, left.ColumnCount * right.ColumnCount);
        _outerProducts.Run(
            Count(result), new RowArguments { X = View(left), Y = View(right), Result = View(result) });
    }

    private static int Count(DeviceMatrix matrix) => matrix.RowCount * matrix.ColumnCount;

    /// <summary>Threads for as many numbers: a power of two.</summary>
    private int GroupSize(int count)
    {
        var size = 1;
        while (size < count && size < 128 && size < accelerator.GroupSize)
        {
            size *= 2;
        }

        return size;
    }
}
