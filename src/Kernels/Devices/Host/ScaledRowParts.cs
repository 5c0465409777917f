using System.Numerics.Tensors;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>Row r of the result = beta·(row r of the result) + alpha·scale_r·(row r of x).</summary>
internal readonly unsafe struct ScaledRowParts(
    float alpha, float* scale, MatrixView<float> x, float beta, MatrixView<float> result) : IParallelBody
{
    public void Run(int index)
    {
        var source = new ReadOnlySpan<float>(x.At(index, 0), x.Columns);
        var target = new Span<float>(result.At(index, 0), x.Columns);
        if (beta == 0)
        {
            TensorPrimitives.Multiply(source, alpha * scale[index], target);
        }
        else
        {
            VectorMath.Combine(alpha * scale[index], source, beta, target, target);
        }
    }
}
