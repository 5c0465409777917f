using ILGPU;

namespace Murmuration.Kernels.Ilgpu.Programs;

/// <summary>What <see cref="Elements"/> works on.</summary>
internal struct ElementArguments
{
    public ArrayView<float> X;
    public ArrayView<float> Y;
    public ArrayView<float> Result;
    public float A;
    public float B;
}
