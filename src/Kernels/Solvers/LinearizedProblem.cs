using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Regularizers;

namespace Murmuration.Kernels.Solvers;

/// <summary>
/// The strongly convex problem of one block of weights in partial linearization,
/// φ(v) = c·Σ loss(f + J·(v − w)) + linearᵀ(v − w) + (τ/2)‖v − w‖² + r(v), with c = k·s.
/// </summary>
internal sealed class LinearizedProblem(IDevice device, ILoss loss, Regularizer regularizer, ILinearMap jacobian)
{
    public IDevice Device => device;

    public ILoss Loss => loss;

    public Regularizer Regularizer => regularizer;

    public ILinearMap Jacobian => jacobian;

    /// <summary>f, the model's outputs at w.</summary>
    public DeviceMatrix Outputs { get; set; }

    public DeviceMatrix Targets { get; set; }

    /// <summary>c.</summary>
    public double CostScale { get; set; }

    public double Tau { get; set; }

    /// <summary>w.</summary>
    public DeviceVector Center { get; set; }

    public DeviceVector Linear { get; set; }

    /// <summary>∇ of the first two terms at w.</summary>
    public DeviceVector Gradient { get; set; }

    /// <summary>τ + 2·l2, the curvature of everything but the loss.</summary>
    public double Damping => Tau + 2 * regularizer.L2;

    /// <summary>result = c·Jᵀ·∇loss(outputs); the slopes are room for a matrix of outputs.</summary>
    public void LossGradient(DeviceMatrix outputs, DeviceMatrix slopes, DeviceVector result)
    {
        loss.Slope(device, outputs, Targets, slopes);
        device.Combine((float)CostScale, slopes.AsVector(), 0, slopes.AsVector(), slopes.AsVector());
        jacobian.TransposedProduct(slopes, result);
    }
}
