using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Losses;

/// <summary>
/// −log softmax(f)[class] = log Σ exp(f) − f[class]; targets are one-hot rows, or any rows that add up to one.
/// </summary>
public sealed class SoftmaxCrossEntropyLoss : ILoss
{
    /// <summary>The only object needed.</summary>
    public static SoftmaxCrossEntropyLoss Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => "softmaxCrossEntropy";

    /// <inheritdoc/>
    public bool IsQuadratic => false;

    /// <inheritdoc/>
    public Decision Decision => Decision.LargestOutput;

    /// <summary>diag(p) − p·pᵀ has no eigenvalue above ½, reached for two equal probabilities.</summary>
    public double CurvatureBound => 0.5;

    /// <inheritdoc/>
    public double Cost(IDevice device, DeviceMatrix outputs, DeviceMatrix targets, DeviceMatrix scratch)
    {
        ArgumentNullException.ThrowIfNull(device);
        return device.SumOfRowLogSumExp(outputs) - device.Dot(outputs.AsVector(), targets.AsVector());
    }

    /// <summary>p − d with p = softmax(f).</summary>
    public void Slope(IDevice device, DeviceMatrix outputs, DeviceMatrix targets, DeviceMatrix result)
    {
        ArgumentNullException.ThrowIfNull(device);
        device.RowSoftmax(outputs, result);
        device.AddScaled(-1, targets.AsVector(), result.AsVector());
    }

    /// <inheritdoc/>
    public ICurvature CreateCurvature(IDevice device) => new SoftmaxCurvature(device);
}
