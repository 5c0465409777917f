using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Models;

/// <summary>The mean under every position of a window, plane by plane; padding does not count.</summary>
internal sealed class AveragePoolLayer(Window window)
    : FixedLayer(window.Input.Count, window.Input.Channels * window.PositionCount)
{
    public override long Operations => (long)OutputCount * window.Height * window.Width;

    public override string Description => Pooling.Describe("avgpool", window);

    public override void Accept(ILayerVisitor visitor) => visitor.VisitAveragePool(window);

    protected override void Evaluate(IDevice device, LayerState state) =>
        device.WindowMeans(window, state.Inputs, state.Outputs);

    protected override void Push(IDevice device, LayerState state, DeviceMatrix direction, DeviceMatrix result) =>
        device.WindowMeans(window, direction, result);

    protected override void Pull(IDevice device, LayerState state, DeviceMatrix slopes, DeviceMatrix result) =>
        device.SpreadWindowMeans(window, slopes, result);
}
