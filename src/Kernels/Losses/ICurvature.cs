using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Losses;

/// <summary>
/// The second derivative D of a loss in the outputs: one symmetric positive semidefinite block D_m = B_m·B_mᵀ, outputs
/// × outputs, per sample.
/// </summary>
public interface ICurvature
{
    /// <summary>
    /// The number c when D = c·I everywhere; then B = I may stand for √c·I. Null otherwise.
    /// </summary>
    double? Uniform { get; }

    /// <summary>Takes D at these outputs.</summary>
    void Refresh(DeviceMatrix outputs);

    /// <summary>result = D·directions, samples × outputs.</summary>
    void Multiply(DeviceMatrix directions, DeviceMatrix result);

    /// <summary>
    /// result = Bᵀ·jacobian, both (samples·outputs) × any number of columns, which lie side by side; so that JᵀDJ =
    /// resultᵀ·result.
    /// </summary>
    void MultiplyRoot(DeviceMatrix jacobian, DeviceMatrix result);

    /// <summary>result = B·directions, samples × outputs.</summary>
    void MultiplyRootTransposed(DeviceMatrix directions, DeviceMatrix result);
}
