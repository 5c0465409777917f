using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Losses;

/// <summary>
/// Σ (d − f)² over outputs, without a half (algorithms of Scardapane and Di Lorenzo, 2017, ridge and lasso cases).
/// </summary>
public sealed class SquaredLoss : ILoss
{
    /// <summary>The only object needed.</summary>
    public static SquaredLoss Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => "squared";

    /// <inheritdoc/>
    public bool IsQuadratic => true;

    /// <inheritdoc/>
    public Decision Decision => Decision.None;

    /// <inheritdoc/>
    public double CurvatureBound => 2;

    /// <inheritdoc/>
    public double Cost(IDevice device, DeviceMatrix outputs, DeviceMatrix targets, DeviceMatrix scratch)
    {
        ArgumentNullException.ThrowIfNull(device);
        return device.SquaredDistance(outputs.AsVector(), targets.AsVector());
    }

    /// <summary>2(f − d).</summary>
    public void Slope(IDevice device, DeviceMatrix outputs, DeviceMatrix targets, DeviceMatrix result)
    {
        ArgumentNullException.ThrowIfNull(device);
        device.Combine(2, outputs.AsVector(), -2, targets.AsVector(), result.AsVector());
    }

    /// <inheritdoc/>
    public ICurvature CreateCurvature(IDevice device) => new UniformCurvature(device, CurvatureBound);
}
