using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Models;

/// <summary>
/// Inverted dropout (Srivastava et al., 2014): in training an element becomes 0 by chance, and the others grow so that
/// the mean stays. Which do is a function of the workspace's noise key, this layer and the element; without a key the
/// layer changes nothing.
/// </summary>
/// <param name="count">Numbers per sample.</param>
/// <param name="rate">Chance that an element becomes 0, in [0, 1).</param>
/// <param name="ordinal">Tells the noise of this layer from that of others.</param>
internal sealed class DropoutLayer(int count, double rate, int ordinal) : FixedLayer(count, count)
{
    public override bool IsInPlace => true;

    public override string Description => FormattableString.Invariant($"dropout({rate})");

    public override void Accept(ILayerVisitor visitor) => visitor.VisitDropout();

    protected override void Evaluate(IDevice device, LayerState state) =>
        Push(device, state, state.Inputs, state.Outputs);

    protected override void Push(IDevice device, LayerState state, DeviceMatrix direction, DeviceMatrix result)
    {
        if (state.Room.NoiseKey is { } key)
        {
            device.Mask(
                NoiseKeys.Combine(key, (ulong)ordinal), 1 - rate, direction.AsVector(), result.AsVector());
        }
        else if (direction != result)
        {
            device.Copy(direction, result);
        }
    }

    protected override void Pull(IDevice device, LayerState state, DeviceMatrix slopes, DeviceMatrix result) =>
        Push(device, state, slopes, result);
}
