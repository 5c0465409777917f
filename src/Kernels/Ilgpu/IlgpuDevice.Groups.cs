using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Ilgpu.Programs;

namespace Murmuration.Kernels.Ilgpu;

/// <summary>Groups of columns.</summary>
internal sealed partial class IlgpuDevice
{
    private readonly ElementProgram<RowArguments> _scaleGroups = new(accelerator, Rows.ScaleGroups);
    private readonly ElementProgram<RowArguments> _addToGroups = new(accelerator, Rows.AddToGroups);
    private readonly ElementProgram<RowArguments> _exchangeGroups = new(accelerator, Rows.ExchangeGroups);
    private readonly GroupProgram<RowGroupArguments> _groupDots = new(accelerator, RowGroups.Dots);
    private readonly GroupProgram<RowGroupArguments> _groupSums = new(accelerator, RowGroups.Sums);
    private readonly GroupProgram<RowGroupArguments> _normalize = new(accelerator, RowGroups.Normalize);
    private readonly GroupProgram<RowGroupArguments> _normalizeProduct = new(accelerator, RowGroups.NormalizeProduct);

    /// <inheritdoc/>
    public void NormalizeRowGroups(
        DeviceMatrix x, float epsilon, DeviceMatrix means, DeviceMatrix inverseDeviations, DeviceMatrix result)
    {
        RequireStatistics(x, means, inverseDeviations, result);
        RunGroups(_normalize, means.ColumnCount, x, new RowGroupArguments
        {
            Means = View(means),
            InverseDeviations = View(inverseDeviations),
            Result = View(result),
            Epsilon = epsilon,
        });
    }

    /// <inheritdoc/>
    public void NormalizeRowGroupsProduct(
        DeviceMatrix x,
        DeviceMatrix means,
        DeviceMatrix inverseDeviations,
        DeviceMatrix direction,
        DeviceMatrix result)
    {
        RequireStatistics(x, means, inverseDeviations, result);
        Shapes.RequireSame(x, direction);
        RunGroups(_normalizeProduct, means.ColumnCount, x, new RowGroupArguments
        {
            Means = View(means),
            InverseDeviations = View(inverseDeviations),
            Y = View(direction),
            Result = View(result),
        });
    }

    /// <inheritdoc/>
    public void ScaleRowGroups(DeviceVector factors, DeviceVector summands, DeviceMatrix x, DeviceMatrix result)
    {
        Shapes.RequireSame(factors, summands);
        Shapes.RequireSame(x, result);
        Shapes.RequireGroups(x, factors.Length);
        _scaleGroups.Run(Count(result), new RowArguments
        {
            X = View(x),
            Factors = View(factors),
            Summands = View(summands),
            Result = View(result),
            GroupCount = factors.Length,
        });
    }

    /// <inheritdoc/>
    public void AddToRowGroups(DeviceVector values, DeviceMatrix target)
    {
        Shapes.RequireGroups(target, values.Length);
        _addToGroups.Run(Count(target), new RowArguments
        {
            Summands = View(values),
            Result = View(target),
            GroupCount = values.Length,
        });
    }

    /// <inheritdoc/>
    public void RowGroupDots(DeviceMatrix x, DeviceMatrix y, DeviceMatrix result)
    {
        Shapes.RequireSame(x, y);
        Shapes.RequireLength(x.RowCount, result.RowCount);
        Shapes.RequireGroups(x, result.ColumnCount);
        RunGroups(
            _groupDots, result.ColumnCount, x, new RowGroupArguments { Y = View(y), Result = View(result) });
    }

    /// <inheritdoc/>
    public void RowGroupSums(DeviceMatrix x, DeviceMatrix result)
    {
        Shapes.RequireLength(x.RowCount, result.RowCount);
        Shapes.RequireGroups(x, result.ColumnCount);
        RunGroups(_groupSums, result.ColumnCount, x, new RowGroupArguments { Result = View(result) });
    }

    /// <inheritdoc/>
    public void ExchangeRowGroups(DeviceMatrix x, DeviceMatrix result)
    {
        Shapes.RequireGroups(x, result.RowCount);
        Shapes.RequireShape(result, result.RowCount, checked(x.ColumnCount / result.RowCount * x.RowCount));
        _exchangeGroups.Run(
            Count(result), new RowArguments { X = View(x), Result = View(result), GroupCount = result.RowCount });
    }

    private static void RequireStatistics(
        DeviceMatrix x, DeviceMatrix means, DeviceMatrix inverseDeviations, DeviceMatrix result)
    {
        Shapes.RequireSame(x, result);
        Shapes.RequireSame(means, inverseDeviations);
        Shapes.RequireLength(x.RowCount, means.RowCount);
        Shapes.RequireGroups(x, means.ColumnCount);
    }

    private void RunGroups(
        GroupProgram<RowGroupArguments> program, int groups, DeviceMatrix x, RowGroupArguments arguments)
    {
        arguments.X = View(x);
        arguments.GroupCount = groups;
        program.Run(x.RowCount * groups, GroupSize(x.ColumnCount / groups), arguments);
    }
}
