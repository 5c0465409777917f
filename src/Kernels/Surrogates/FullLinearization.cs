using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Regularizers;
using Murmuration.Kernels.Solvers;

namespace Murmuration.Kernels.Surrogates;

/// <summary>
/// The surrogate that is linear in the whole local cost, g̃(v; w) = g(w) + ∇g(w)ᵀ(v − w). Its minimizer is a closed
/// form, v = S_{l1/(τ + 2 l2)}((τw − I·y)/(τ + 2 l2)) with I·y = ∇g + linear, S the soft threshold. A share k of the
/// own cost would cancel.
/// </summary>
public sealed class FullLinearization : ISurrogate
{
    private readonly IDevice _device;
    private readonly Regularizer _regularizer;

    /// <summary>Makes the surrogate, which needs no room of its own.</summary>
    public FullLinearization(IDevice device, Regularizer regularizer)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(regularizer);
        (_device, _regularizer) = (device, regularizer);
    }

    /// <inheritdoc/>
    public double OwnShare => 1;

    /// <inheritdoc/>
    public SolveReport Minimize(
        DeviceVector w, DeviceVector gradient, DeviceVector linear, double tau, DeviceVector minimizer)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tau);
        _device.Combine((float)(-1 / tau), gradient, (float)(-1 / tau), linear, minimizer);
        _device.AddScaled(1, w, minimizer);
        _regularizer.Prox(_device, tau, minimizer, minimizer);
        return new SolveReport("closedForm", 1, 0, 0);
    }
}
