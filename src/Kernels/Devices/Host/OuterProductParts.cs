using System.Numerics.Tensors;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>The outer product of two rows, flattened into a row of the result.</summary>
internal readonly unsafe struct OuterProductParts(
    MatrixView<float> left, MatrixView<float> right, MatrixView<float> result) : IParallelBody
{
    public void Run(int index)
    {
        float* factors = left.At(index, 0), target = result.At(index, 0);
        var multiplied = new ReadOnlySpan<float>(right.At(index, 0), right.Columns);
        for (var k = 0; k < left.Columns; k++, target += right.Columns)
        {
            TensorPrimitives.Multiply(multiplied, factors[k], new Span<float>(target, right.Columns));
        }
    }
}
