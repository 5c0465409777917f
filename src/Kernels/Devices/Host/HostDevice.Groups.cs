namespace Murmuration.Kernels.Devices.Host;

/// <summary>Groups of columns.</summary>
public sealed unsafe partial class HostDevice
{
    /// <inheritdoc/>
    public void NormalizeRowGroups(
        DeviceMatrix x, float epsilon, DeviceMatrix means, DeviceMatrix inverseDeviations, DeviceMatrix result)
    {
        RequireStatistics(x, means, inverseDeviations, result);
        var parts = new NormalizeParts(
            RowsView(x), epsilon, RowsView(means), RowsView(inverseDeviations), RowsView(result));
        ForRows(x.RowCount, x, parts);
        KeepAlive(x, means, result);
        KeepAlive(inverseDeviations, inverseDeviations, result);
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
        var parts = new NormalizeProductParts(
            RowsView(x), RowsView(means), RowsView(inverseDeviations), RowsView(direction), RowsView(result));
        ForRows(x.RowCount, x, parts);
        KeepAlive(x, means, result);
        KeepAlive(inverseDeviations, direction, result);
    }

    /// <inheritdoc/>
    public void ScaleRowGroups(DeviceVector factors, DeviceVector summands, DeviceMatrix x, DeviceMatrix result)
    {
        Shapes.RequireSame(factors, summands);
        Shapes.RequireSame(x, result);
        Shapes.RequireGroups(x, factors.Length);
        var factor = View(factors.AsColumn()).Origin;
        var summand = View(summands.AsColumn()).Origin;
        ForRows(x.RowCount, x, new RowGroupParts(factor, summand, factors.Length, RowsView(x), RowsView(result)));
        KeepAlive(factors.AsColumn(), summands.AsColumn(), x);
        KeepAlive(result, result, result);
    }

    /// <inheritdoc/>
    public void AddToRowGroups(DeviceVector values, DeviceMatrix target)
    {
        Shapes.RequireGroups(target, values.Length);
        var view = RowsView(target);
        var summands = View(values.AsColumn()).Origin;
        ForRows(target.RowCount, target, new RowGroupParts(null, summands, values.Length, view, view));
        KeepAlive(values.AsColumn(), target, target);
    }

    /// <inheritdoc/>
    public void RowGroupDots(DeviceMatrix x, DeviceMatrix y, DeviceMatrix result)
    {
        Shapes.RequireSame(x, y);
        Shapes.RequireLength(x.RowCount, result.RowCount);
        Shapes.RequireGroups(x, result.ColumnCount);
        ForRows(x.RowCount, x, new RowGroupSumParts(RowsView(x), RowsView(y), RowsView(result)));
        KeepAlive(x, y, result);
    }

    /// <inheritdoc/>
    public void RowGroupSums(DeviceMatrix x, DeviceMatrix result)
    {
        Shapes.RequireLength(x.RowCount, result.RowCount);
        Shapes.RequireGroups(x, result.ColumnCount);
        ForRows(x.RowCount, x, new RowGroupSumParts(RowsView(x), null, RowsView(result)));
        KeepAlive(x, x, result);
    }

    /// <inheritdoc/>
    public void Mask(ulong key, double keep, DeviceVector x, DeviceVector result)
    {
        Shapes.RequireSame(x, result);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(keep);
        var target = View(result.AsColumn()).Origin;
        var parts = new MaskParts(key, keep, View(x.AsColumn()).Origin, target, x.Length);
        _pool.For(parts.Count, parts);
        KeepAlive(x.AsColumn(), result.AsColumn(), result.AsColumn());
    }

    private static void RequireStatistics(
        DeviceMatrix x, DeviceMatrix means, DeviceMatrix inverseDeviations, DeviceMatrix result)
    {
        Shapes.RequireSame(x, result);
        Shapes.RequireSame(means, inverseDeviations);
        Shapes.RequireLength(x.RowCount, means.RowCount);
        Shapes.RequireGroups(x, means.ColumnCount);
    }
}
