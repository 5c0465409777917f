namespace Murmuration.Kernels.Tests.Devices.Host;

/// <summary>Where the numbers of a matrix lie.</summary>
public enum Layout
{
    Rows,
    Columns,
    PaddedRows,
    PaddedColumns,
    Scattered,
}
