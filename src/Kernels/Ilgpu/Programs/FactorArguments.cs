using ILGPU;

namespace Murmuration.Kernels.Ilgpu.Programs;

/// <summary>What <see cref="Factors"/> works on.</summary>
internal struct FactorArguments
{
    public Strided Matrix;

    /// <summary>Order × order in float64, column by column.</summary>
    public ArrayView<double> Wide;

    public ArrayView<float> Vector;
    public ArrayView<double> WideVector;
    public double Shift;
}
