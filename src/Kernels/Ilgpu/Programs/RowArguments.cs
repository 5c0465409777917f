using ILGPU;

namespace Murmuration.Kernels.Ilgpu.Programs;

/// <summary>What <see cref="Rows"/> works on; each program says what it takes.</summary>
internal struct RowArguments
{
    public Strided X;
    public Strided Y;
    public Strided Result;
    public ArrayView<float> Factors;
    public ArrayView<float> Summands;
    public ArrayView<int> Indices;
    public float Alpha;
    public float Beta;
    public int GroupCount;
}
