using ILGPU;

namespace Murmuration.Kernels.Ilgpu.Programs;

/// <summary>What <see cref="Reductions"/> works on.</summary>
internal struct ReductionArguments
{
    public ArrayView<float> X;
    public ArrayView<float> Y;

    /// <summary>One partial result for every group of the first pass.</summary>
    public ArrayView<double> Parts;

    public ArrayView<double> Result;

    /// <summary>Numbers that are reduced: floats in the first pass, partial results in the second.</summary>
    public int Count;
}
