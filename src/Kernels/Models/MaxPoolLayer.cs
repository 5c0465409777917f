using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Models;

/// <summary>The greatest number under every position of a window, plane by plane; of equals the first counts.</summary>
/// <exception cref="ArgumentException">The images have more numbers than float32 counts exactly.</exception>
internal sealed class MaxPoolLayer(Window window)
    : FixedLayer(RequireExact(window.Input).Count, window.Input.Channels * window.PositionCount)
{
    /// <summary>Columns are kept as float32, which holds all whole numbers up to here.</summary>
    private const int MostNumbers = 1 << 24;

    public override long Operations => (long)OutputCount * window.Height * window.Width;

    /// <summary>The columns of the greatest.</summary>
    public override int KeptCount => OutputCount;

    public override string Description => Pooling.Describe("maxpool", window);

    public override void Accept(ILayerVisitor visitor) => visitor.VisitMaxPool(window);

    protected override void Evaluate(IDevice device, LayerState state) =>
        device.WindowMaxima(window, state.Inputs, state.Outputs, state.Room.Kept(state.Inputs.RowCount));

    protected override void Push(IDevice device, LayerState state, DeviceMatrix direction, DeviceMatrix result) =>
        device.PickColumns(direction, state.Room.Kept(direction.RowCount), result);

    protected override void Pull(IDevice device, LayerState state, DeviceMatrix slopes, DeviceMatrix result) =>
        device.SpreadColumns(slopes, state.Room.Kept(slopes.RowCount), result);

    private static ImageShape RequireExact(ImageShape input) => input.Count <= MostNumbers
        ? input
        : throw new ArgumentException(
            $"Max pooling takes images of at most {MostNumbers} numbers; {input} has {input.Count}.", nameof(input));
}
