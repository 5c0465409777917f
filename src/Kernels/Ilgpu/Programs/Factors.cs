using ILGPU;

namespace Murmuration.Kernels.Ilgpu.Programs;

/// <summary>Between float32 and the float64 in which factorizations run.</summary>
internal static class Factors
{
    /// <summary>The lower triangle plus shift on the diagonal; zeros above.</summary>
    public static void WidenTriangle(Index1D index, FactorArguments arguments)
    {
        var column = index / arguments.Matrix.RowCount;
        var row = index % arguments.Matrix.RowCount;
        var value = row >= column ? arguments.Matrix.At(row, column) : 0.0;
        arguments.Wide[index] = row == column ? value + arguments.Shift : value;
    }

    public static void Widen(Index1D index, FactorArguments arguments) =>
        arguments.WideVector[index] = arguments.Vector[index];

    public static void Narrow(Index1D index, FactorArguments arguments) =>
        arguments.Vector[index] = (float)arguments.WideVector[index];
}
