using System.Runtime.CompilerServices;

namespace Murmuration.Kernels.Devices;

/// <summary>Checks of shapes at the device interface; each error names both shapes.</summary>
internal static class Shapes
{
    public static void RequireSame(
        DeviceVector x,
        DeviceVector y,
        [CallerArgumentExpression(nameof(x))] string? xName = null,
        [CallerArgumentExpression(nameof(y))] string? yName = null) =>
        RequireLength(x.Length, y.Length, xName, yName);

    public static void RequireLength(
        int x,
        int y,
        [CallerArgumentExpression(nameof(x))] string? xName = null,
        [CallerArgumentExpression(nameof(y))] string? yName = null)
    {
        if (x != y)
        {
            throw new ArgumentException($"Lengths differ: {xName} has {x}, {yName} has {y}.", nameof(y));
        }
    }

    public static void RequireSame(
        DeviceMatrix x,
        DeviceMatrix y,
        [CallerArgumentExpression(nameof(x))] string? xName = null,
        [CallerArgumentExpression(nameof(y))] string? yName = null)
    {
        if (x.RowCount != y.RowCount || x.ColumnCount != y.ColumnCount)
        {
            throw new ArgumentException(
                $"Shapes differ: {xName} is {x.RowCount} × {x.ColumnCount}, {yName} is {y.RowCount} × {y.ColumnCount}.",
                nameof(y));
        }
    }

    public static void RequireShape(
        DeviceMatrix x, int rowCount, int columnCount, [CallerArgumentExpression(nameof(x))] string? name = null)
    {
        if (x.RowCount != rowCount || x.ColumnCount != columnCount)
        {
            throw new ArgumentException(
                $"Shapes differ: {name} is {x.RowCount} × {x.ColumnCount}, {rowCount} × {columnCount} is needed.",
                nameof(x));
        }
    }

    public static void RequireGroups(DeviceMatrix x, int groups)
    {
        if (groups < 1 || x.ColumnCount % groups != 0)
        {
            throw new ArgumentException(
                $"{x.ColumnCount} columns are no {groups} groups of equal size.", nameof(groups));
        }
    }
}
