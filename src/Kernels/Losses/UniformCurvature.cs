using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Losses;

/// <summary>D = c·I and B = √c·I, whatever the outputs.</summary>
internal sealed class UniformCurvature(IDevice device, double factor) : ICurvature
{
    private readonly GrowingBuffer _roots = new(device);

    public double? Uniform => factor;

    public void Refresh(DeviceMatrix outputs)
    {
    }

    public void Multiply(DeviceMatrix directions, DeviceMatrix result) =>
        device.Combine((float)factor, directions.AsVector(), 0, directions.AsVector(), result.AsVector());

    public void MultiplyRootTransposed(DeviceMatrix directions, DeviceMatrix result) =>
        device.Combine((float)Math.Sqrt(factor), directions.AsVector(), 0, directions.AsVector(), result.AsVector());

    public void MultiplyRoot(DeviceMatrix jacobian, DeviceMatrix result)
    {
        var root = _roots.Vector(jacobian.RowCount);
        device.Fill((float)Math.Sqrt(factor), root);
        device.AddScaledRows(1, root, jacobian, 0, result);
    }
}
