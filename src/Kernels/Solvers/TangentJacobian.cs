using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Losses;

namespace Murmuration.Kernels.Solvers;

/// <summary>
/// G by sweeps through the model, and G·Gᵀ from its tangent kernel: no Jacobian is formed. Rows are ordered as in
/// <see cref="TangentKernel"/>, output by output.
/// </summary>
internal sealed class TangentJacobian(IDevice device, MatrixFreeJacobian jacobian) : ICurvedJacobian
{
    private readonly TangentKernel _kernel = jacobian.CreateKernel();
    private readonly GrowingBuffer _imageMemory = new(device);
    private readonly GrowingBuffer _rootMemory = new(device);
    private ICurvature? _curvature;

    private ICurvature Curvature => _curvature ?? throw new InvalidOperationException("There is no curvature yet.");

    public double Refresh(ICurvature curvature)
    {
        _curvature = curvature;
        return 1;
    }

    public void Kernel(DeviceMatrix result) => _kernel.Form(Curvature, jacobian.Offset, jacobian.Length, result);

    public void Product(DeviceVector direction, DeviceVector result)
    {
        var image = Outputs(_imageMemory);
        var rooted = Outputs(_rootMemory);
        jacobian.Product(direction, image);
        Curvature.MultiplyRoot(image.AsVector().AsColumn(), rooted.AsVector().AsColumn());
        device.Copy(rooted.Transposed, result.AsMatrix(rooted.ColumnCount, rooted.RowCount));
    }

    public void TransposedProduct(DeviceVector unknowns, DeviceVector result)
    {
        var slopes = Outputs(_imageMemory);
        var rooted = Outputs(_rootMemory);
        device.Copy(unknowns.AsMatrix(slopes.ColumnCount, slopes.RowCount).Transposed, slopes);
        Curvature.MultiplyRootTransposed(slopes, rooted);
        jacobian.TransposedProduct(rooted, result);
    }

    private DeviceMatrix Outputs(GrowingBuffer memory) => memory.Matrix(jacobian.SampleCount, jacobian.OutputCount);
}
