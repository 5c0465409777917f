using ILGPU;

namespace Murmuration.Kernels.Ilgpu.Programs;

/// <summary>A matrix as programs see it; entry (r, c) lies at r·RowStride + c·ColumnStride.</summary>
internal struct Strided
{
    public ArrayView<float> Numbers;
    public int RowCount;
    public int ColumnCount;
    public int RowStride;
    public int ColumnStride;

    public readonly ref float At(int row, int column) => ref Numbers[(row * RowStride) + (column * ColumnStride)];
}
