using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Losses;

/// <summary>
/// log(1 + exp(f)) − d·f with d in {0, 1}, each output a decision of its own; f is the score before the logistic
/// function.
/// </summary>
public sealed class LogisticLoss : ILoss
{
    /// <summary>The only object needed.</summary>
    public static LogisticLoss Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => "logistic";

    /// <inheritdoc/>
    public bool IsQuadratic => false;

    /// <inheritdoc/>
    public Decision Decision => Decision.Sign;

    /// <summary>σ(1 − σ) is at most ¼.</summary>
    public double CurvatureBound => 0.25;

    /// <inheritdoc/>
    public double Cost(IDevice device, DeviceMatrix outputs, DeviceMatrix targets, DeviceMatrix scratch)
    {
        ArgumentNullException.ThrowIfNull(device);
        device.Map(ElementFunction.Softplus, outputs.AsVector(), scratch.AsVector());
        return device.Sum(scratch.AsVector()) - device.Dot(outputs.AsVector(), targets.AsVector());
    }

    /// <summary>σ(f) − d.</summary>
    public void Slope(IDevice device, DeviceMatrix outputs, DeviceMatrix targets, DeviceMatrix result)
    {
        ArgumentNullException.ThrowIfNull(device);
        device.Map(ElementFunction.Sigmoid, outputs.AsVector(), result.AsVector());
        device.AddScaled(-1, targets.AsVector(), result.AsVector());
    }

    /// <inheritdoc/>
    public ICurvature CreateCurvature(IDevice device) => new LogisticCurvature(device);
}
