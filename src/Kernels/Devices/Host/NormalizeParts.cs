using System.Numerics.Tensors;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>The groups of one row, brought to mean 0 and deviation 1; a row is a part.</summary>
internal readonly unsafe struct NormalizeParts(
    MatrixView<float> x,
    float epsilon,
    MatrixView<float> means,
    MatrixView<float> inverseDeviations,
    MatrixView<float> result) : IParallelBody
{
    public void Run(int index)
    {
        var count = x.Columns / means.Columns;
        for (var group = 0; group < means.Columns; group++)
        {
            var numbers = new ReadOnlySpan<float>(x.At(index, group * count), count);
            var target = new Span<float>(result.At(index, group * count), count);
            var mean = (float)(VectorMath.Sum(numbers) / count);
            TensorPrimitives.Subtract(numbers, mean, target);
            var variance = VectorMath.SquaredNorm(target) / count;
            var inverse = (float)(1 / Math.Sqrt(variance + epsilon));
            TensorPrimitives.Multiply(target, inverse, target);
            (means[index, group], inverseDeviations[index, group]) = (mean, inverse);
        }
    }
}
