using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Solvers;

/// <summary>A block of columns of a Jacobian that is there as a matrix, (samples·outputs) × weights.</summary>
internal sealed class FormedJacobian(IDevice device) : ILinearMap
{
    /// <summary>The columns of the present block.</summary>
    public DeviceMatrix Matrix { get; set; }

    public void Product(DeviceVector direction, DeviceMatrix result) =>
        device.Product(1, Matrix, direction.AsColumn(), 0, result.AsVector().AsColumn());

    public void TransposedProduct(DeviceMatrix slopes, DeviceVector result) =>
        device.Product(1, Matrix.Transposed, slopes.AsVector().AsColumn(), 0, result.AsColumn());
}
