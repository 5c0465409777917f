using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Models;

/// <summary>
/// A part of every image: in training at a place by chance, a function of the workspace's noise key, this layer and the
/// row in the batch; without a key the centre.
/// </summary>
/// <param name="input">Shape of the images.</param>
/// <param name="height">Lines that stay.</param>
/// <param name="width">Numbers of a line that stay.</param>
/// <param name="ordinal">Tells the noise of this layer from that of others.</param>
internal sealed class CropLayer(ImageShape input, int height, int width, int ordinal)
    : FixedLayer(input.Count, input.Channels * height * width)
{
    public override string Description => $"crop({input},{height}x{width})";

    /// <summary>Lines above the centre.</summary>
    private int Top => (input.Height - height) / 2;

    /// <summary>Numbers before the centre.</summary>
    private int Left => (input.Width - width) / 2;

    public override void Accept(ILayerVisitor visitor) =>
        visitor.VisitCrop(input, new ImageShape(input.Channels, height, width), Top, Left);

    protected override void Evaluate(IDevice device, LayerState state) =>
        Push(device, state, state.Inputs, state.Outputs);

    protected override void Push(IDevice device, LayerState state, DeviceMatrix direction, DeviceMatrix result)
    {
        for (var row = 0; row < direction.RowCount; row++)
        {
            for (var channel = 0; channel < input.Channels; channel++)
            {
                device.Copy(Part(state, direction, row, channel), Plane(result, row, channel));
            }
        }
    }

    protected override void Pull(IDevice device, LayerState state, DeviceMatrix slopes, DeviceMatrix result)
    {
        device.Fill(0, result.AsVector());
        for (var row = 0; row < slopes.RowCount; row++)
        {
            for (var channel = 0; channel < input.Channels; channel++)
            {
                device.Copy(Plane(slopes, row, channel), Part(state, result, row, channel));
            }
        }
    }

    /// <summary>What stays of a plane of a whole image.</summary>
    private DeviceMatrix Part(LayerState state, DeviceMatrix images, int row, int channel)
    {
        var (freeLines, freePlaces) = (input.Height - height, input.Width - width);
        var (top, left) = (Top, Left);
        if (state.Room.NoiseKey is { } key)
        {
            var chance = NoiseKeys.Combine(NoiseKeys.Combine(key, (ulong)ordinal), (ulong)row);
            top = (int)((chance >> 32) * (ulong)(freeLines + 1) >> 32);
            left = (int)((uint)chance * (ulong)(freePlaces + 1) >> 32);
        }

        var plane = images.Row(row).Slice(channel * input.PlaneCount, input.PlaneCount);
        return plane.AsMatrix(input.Height, input.Width).Rows(top, height).Columns(left, width);
    }

    private DeviceMatrix Plane(DeviceMatrix outputs, int row, int channel) =>
        outputs.Row(row).Slice(channel * height * width, height * width).AsMatrix(height, width);
}
