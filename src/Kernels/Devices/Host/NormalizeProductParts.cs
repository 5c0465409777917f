using System.Numerics.Tensors;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>
/// The Jacobian of the normalization of one row's groups, (I − 11ᵀ/M − zzᵀ/M)/σ with the normalized numbers z, times a
/// direction; a row is a part.
/// </summary>
internal readonly unsafe struct NormalizeProductParts(
    MatrixView<float> x,
    MatrixView<float> means,
    MatrixView<float> inverseDeviations,
    MatrixView<float> direction,
    MatrixView<float> result) : IParallelBody
{
    public void Run(int index)
    {
        var count = x.Columns / means.Columns;
        for (var group = 0; group < means.Columns; group++)
        {
            var numbers = new ReadOnlySpan<float>(x.At(index, group * count), count);
            var given = new ReadOnlySpan<float>(direction.At(index, group * count), count);
            var target = new Span<float>(result.At(index, group * count), count);
            var (mean, inverse) = (means[index, group], inverseDeviations[index, group]);
            var average = VectorMath.Sum(given) / count;
            TensorPrimitives.Subtract(numbers, mean, target);

            // Of z = (x − mean)·inverse; the mean of z itself is zero.
            var along = inverse * VectorMath.Dot(target, given) / count;
            VectorMath.Combine(-(float)(along * inverse * inverse), target, inverse, given, target);
            TensorPrimitives.Subtract(target, (float)(average * inverse), target);
        }
    }
}
