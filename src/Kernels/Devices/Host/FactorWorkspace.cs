using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>
/// Room in float64 for a matrix to factor and a right-hand side; it grows when a larger system comes.
/// </summary>
internal sealed unsafe class FactorWorkspace
{
    private double[] _numbers = [];

    /// <summary>
    /// The matrix and the right-hand side for a system of this order; valid while this object is referenced.
    /// </summary>
    public (MatrixView<double> Matrix, MatrixView<double> RightSide) Views(int order)
    {
        var length = checked(order * (order + 1));
        if (_numbers.Length < length)
        {
            _numbers = GC.AllocateUninitializedArray<double>(length, pinned: true);
        }

        var origin = (double*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_numbers));
        var matrix = new MatrixView<double>(origin, order, order);
        return (matrix, MatrixView<double>.Vector(origin + (nint)order * order, order));
    }
}
