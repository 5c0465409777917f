namespace Murmuration.Kernels.Devices.Host;

/// <summary>The groups of one row, put into the rows of their groups; a row is a part.</summary>
internal readonly unsafe struct ExchangeParts(MatrixView<float> x, MatrixView<float> result) : IParallelBody
{
    public void Run(int index)
    {
        var count = x.Columns / result.Rows;
        for (var group = 0; group < result.Rows; group++)
        {
            var source = new ReadOnlySpan<float>(x.At(index, group * count), count);
            source.CopyTo(new Span<float>(result.At(group, index * count), count));
        }
    }
}
