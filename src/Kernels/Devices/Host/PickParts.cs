namespace Murmuration.Kernels.Devices.Host;

/// <summary>Numbers of one row by the index of their column, read or summed; a row is a part.</summary>
/// <param name="wide">The row in which the columns are.</param>
/// <param name="columns">Indices as whole float32 numbers.</param>
/// <param name="narrow">One number per index.</param>
/// <param name="spreads">Whether the wide row sums the narrow one.</param>
internal readonly unsafe struct PickParts(
    MatrixView<float> wide, MatrixView<float> columns, MatrixView<float> narrow, bool spreads) : IParallelBody
{
    public void Run(int index)
    {
        var row = new Span<float>(wide.At(index, 0), wide.Columns);
        var places = new ReadOnlySpan<float>(columns.At(index, 0), columns.Columns);
        var numbers = new Span<float>(narrow.At(index, 0), columns.Columns);
        if (!spreads)
        {
            for (var k = 0; k < numbers.Length; k++)
            {
                numbers[k] = row[(int)places[k]];
            }

            return;
        }

        row.Clear();
        for (var k = 0; k < numbers.Length; k++)
        {
            row[(int)places[k]] += numbers[k];
        }
    }
}
