using ILGPU;

namespace Murmuration.Kernels.Ilgpu.Programs;

/// <summary>What the sums of columns work on.</summary>
internal struct ColumnSumArguments
{
    /// <summary>Rows that one thread adds up.</summary>
    public const int RowsAtOnce = 64;

    public Strided X;

    /// <summary>Parts × columns.</summary>
    public ArrayView<double> Parts;

    public ArrayView<float> Result;
    public int PartCount;
}
