using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Losses;

namespace Murmuration.Kernels.Solvers;

/// <summary>G as a matrix: the Jacobian itself where D is uniform, else Bᵀ·J.</summary>
internal sealed class CurvedJacobian(IDevice device, FormedJacobian jacobian) : ICurvedJacobian
{
    private readonly GrowingBuffer _memory = new(device);

    /// <summary>G.</summary>
    public DeviceMatrix Matrix { get; private set; }

    public double Refresh(ICurvature curvature)
    {
        Matrix = jacobian.Matrix;
        if (curvature.Uniform is { } factor)
        {
            return factor;
        }

        Matrix = _memory.Matrix(Matrix.RowCount, Matrix.ColumnCount);
        curvature.MultiplyRoot(jacobian.Matrix, Matrix);
        return 1;
    }

    public void Kernel(DeviceMatrix result) => device.SymmetricProduct(1, Matrix, 0, result);

    public void Product(DeviceVector direction, DeviceVector result) =>
        device.Product(1, Matrix, direction.AsColumn(), 0, result.AsColumn());

    public void TransposedProduct(DeviceVector unknowns, DeviceVector result) =>
        device.Product(1, Matrix.Transposed, unknowns.AsColumn(), 0, result.AsColumn());
}
