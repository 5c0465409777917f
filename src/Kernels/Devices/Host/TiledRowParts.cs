using System.Numerics.Tensors;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>Adds x times a repeated tile to a row of the result, up to its diagonal.</summary>
internal readonly unsafe struct TiledRowParts(
    MatrixView<float> x, MatrixView<float> tile, MatrixView<float> result) : IParallelBody
{
    public void Run(int index)
    {
        float* source = x.At(index, 0), sum = result.At(index, 0), factors = tile.At(index % tile.Rows, 0);
        for (var column = 0; column <= index; column += tile.Columns)
        {
            var count = Math.Min(tile.Columns, index + 1 - column);
            var target = new Span<float>(sum + column, count);
            TensorPrimitives.FusedMultiplyAdd(
                new ReadOnlySpan<float>(source + column, count),
                new ReadOnlySpan<float>(factors, count),
                target,
                target);
        }
    }
}
