using ILGPU;

namespace Murmuration.Kernels.Ilgpu.Programs;

/// <summary>What <see cref="RowGroups"/> works on; each program says what it takes.</summary>
internal struct RowGroupArguments
{
    public Strided X;
    public Strided Y;
    public Strided Result;
    public Strided Means;
    public Strided InverseDeviations;

    /// <summary>One number for every row.</summary>
    public ArrayView<double> Sums;

    public float Epsilon;
    public int GroupCount;
}
