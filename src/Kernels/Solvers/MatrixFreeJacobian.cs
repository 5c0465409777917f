using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Models;

namespace Murmuration.Kernels.Solvers;

/// <summary>
/// Jacobian products by forward-mode and backward sweeps through a model; the weights outside the block do not move.
/// </summary>
internal sealed class MatrixFreeJacobian(Model model, ModelWorkspace workspace, DeviceVector weights) : ILinearMap
{
    private DeviceVector _embedded;

    /// <summary>The first weight of the block.</summary>
    public int Offset { get; private set; }

    /// <summary>Weights of the block.</summary>
    public int Length { get; private set; } = model.WeightCount;

    /// <summary>Rows of the last evaluation.</summary>
    public int SampleCount => workspace.SampleCount;

    /// <summary>Outputs per sample.</summary>
    public int OutputCount => model.OutputCount;

    private bool IsWhole => Length == model.WeightCount;

    /// <summary>J·Jᵀ of blocks of the same evaluation.</summary>
    public TangentKernel CreateKernel() => new(model, workspace, weights);

    /// <summary>Restricts the map to consecutive weights.</summary>
    public void Select(int offset, int length)
    {
        (Offset, Length) = (offset, length);
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
            workspace.Device.Copy(direction, _embedded.Slice(Offset, Length));
        }

        model.Product(workspace, weights, IsWhole ? direction : _embedded, result);
    }

    public void TransposedProduct(DeviceMatrix slopes, DeviceVector result)
    {
        model.TransposedProduct(workspace, weights, slopes, IsWhole ? result : _embedded);
        if (!IsWhole)
        {
            workspace.Device.Copy(_embedded.Slice(Offset, Length), result);
        }
    }
}
