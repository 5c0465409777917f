using ILGPU;

namespace Murmuration.Kernels.Ilgpu.Programs;

/// <summary>What <see cref="Masking"/> works on.</summary>
internal struct MaskArguments
{
    public ArrayView<float> X;
    public ArrayView<float> Result;
    public ulong Key;

    /// <summary>keep·2³².</summary>
    public ulong Bound;

    /// <summary>1/keep.</summary>
    public float Scale;
}
