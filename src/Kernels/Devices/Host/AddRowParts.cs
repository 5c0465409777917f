using System.Numerics.Tensors;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>Adds one row to every row of a matrix.</summary>
internal readonly unsafe struct AddRowParts(float* row, MatrixView<float> target) : IParallelBody
{
    public void Run(int index)
    {
        var sum = new Span<float>(target.At(index, 0), target.Columns);
        TensorPrimitives.Add(sum, new ReadOnlySpan<float>(row, target.Columns), sum);
    }
}
