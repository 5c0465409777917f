namespace Murmuration.Benchmarks.Table.Sections;

/// <summary>The sizes of a product of row-major matrices, either of which may be stored transposed.</summary>
internal readonly record struct ProductShape(
    int Rows, int Depth, int Columns, bool TransposeA = false, bool TransposeB = false)
{
    /// <summary>Floating-point operations.</summary>
    public double Operations => 2.0 * Rows * Depth * Columns;
}
