namespace Murmuration.Kernels.Devices.Host;

/// <summary>Σ x·y over every group of one row, or Σ x where there is no y; a row is a part.</summary>
internal readonly unsafe struct RowGroupSumParts(
    MatrixView<float> x, MatrixView<float>? y, MatrixView<float> result) : IParallelBody
{
    public void Run(int index)
    {
        var count = x.Columns / result.Columns;
        for (var group = 0; group < result.Columns; group++)
        {
            var left = new ReadOnlySpan<float>(x.At(index, group * count), count);
            result[index, group] = y is { } other
                ? (float)VectorMath.Dot(left, new ReadOnlySpan<float>(other.At(index, group * count), count))
                : (float)VectorMath.Sum(left);
        }
    }
}
