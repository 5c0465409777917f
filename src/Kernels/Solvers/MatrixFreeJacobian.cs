using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Models;

namespace Murmuration.Kernels.Solvers;

/// <summary>
/// Jacobian products by forward-mode and backward sweeps through a model; the weights outside the block do not move.
/// </summary>
internal sealed class MatrixFreeJacobian(Model model, ModelWorkspace workspace, DeviceVector weights) : ILinearMap
{
    private DeviceVector _embedded;
    private int _offset;
    private int _length = model.WeightCount;

    /// <summary>Restricts the map to consecutive weights.</summary>
    public void Select(int offset, int length)
    {
        (_offset, _length) = (offset, length);
        if (!IsWhole)
        {
            _embedded = _embedded.Memory is null ? workspace.Device.Allocate(model.WeightCount) : _embedded;
            workspace.Device.Fill(0, _embedded);
        }
    }

    public void Product(DeviceVector direction, DeviceMatrix result)
    {
        if (!IsWhole)
        {
            workspace.Device.Fill(0, _embedded);
            workspace.Device.Copy(direction, _embedded.Slice(_offset, _length));
        }

        model.Product(workspace, weights, IsWhole ? direction : _embedded, result);
    }

    public void TransposedProduct(DeviceMatrix slopes, DeviceVector result)
    {
        model.TransposedProduct(workspace, weights, slopes, IsWhole ? result : _embedded);
        if (!IsWhole)
        {
            workspace.Device.Copy(_embedded.Slice(_offset, _length), result);
        }
    }

    private bool IsWhole => _length == model.WeightCount;
}
