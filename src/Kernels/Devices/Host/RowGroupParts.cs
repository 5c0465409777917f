using System.Numerics.Tensors;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>factor·x + summand for every group of one row; a row is a part.</summary>
/// <param name="factors">One per group; null for 1.</param>
/// <param name="summands">One per group; null for 0.</param>
/// <param name="groups">Number of groups.</param>
/// <param name="x">Rows × columns.</param>
/// <param name="result">May be x itself.</param>
internal readonly unsafe struct RowGroupParts(
    float* factors, float* summands, int groups, MatrixView<float> x, MatrixView<float> result) : IParallelBody
{
    public void Run(int index)
    {
        var count = x.Columns / groups;
        for (var group = 0; group < groups; group++)
        {
            var numbers = new ReadOnlySpan<float>(x.At(index, group * count), count);
            var target = new Span<float>(result.At(index, group * count), count);
            if (factors is null)
            {
                TensorPrimitives.Add(numbers, summands[group], target);
            }
            else
            {
                TensorPrimitives.Multiply(numbers, factors[group], target);
                TensorPrimitives.Add(target, summands[group], target);
            }
        }
    }
}
