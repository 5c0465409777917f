using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Regularizers;

/// <summary>r(w) = l2‖w‖² + l1‖w‖₁: none, ridge, lasso or elastic net, by which of the two are positive.</summary>
public sealed record Regularizer
{
    /// <summary>Makes a regularizer.</summary>
    /// <param name="L1">Weight of the sum of absolute values, at least zero.</param>
    /// <param name="L2">Weight of the sum of squares, at least zero; the gradient is 2·l2·w.</param>
    public Regularizer(double L1, double L2)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(L1);
        ArgumentOutOfRangeException.ThrowIfNegative(L2);
        this.L1 = L1;
        this.L2 = L2;
    }

    /// <summary>Weight l1 of ‖w‖₁.</summary>
    public double L1 { get; }

    /// <summary>Weight l2 of ‖w‖².</summary>
    public double L2 { get; }

    /// <summary>r(w).</summary>
    public double Cost(IDevice device, DeviceVector w)
    {
        ArgumentNullException.ThrowIfNull(device);
        var cost = L2 == 0 ? 0 : L2 * device.SquaredNorm(w);
        return L1 == 0 ? cost : cost + L1 * device.AbsoluteSum(w);
    }

    /// <summary>Adds the gradient 2·l2·w of the smooth part.</summary>
    public void AddGradient(IDevice device, DeviceVector w, DeviceVector gradient)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (L2 != 0)
        {
            device.AddScaled((float)(2 * L2), w, gradient);
        }
    }

    /// <summary>
    /// v = argmin r(v) + (q/2)‖v − u‖² = S_{l1/(q + 2 l2)}(q u / (q + 2 l2)), S the soft threshold; v may be u.
    /// </summary>
    public void Prox(IDevice device, double q, DeviceVector u, DeviceVector v)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(q);
        var denominator = q + 2 * L2;
        device.Combine((float)(q / denominator), u, 0, u, v);
        if (L1 != 0)
        {
            device.SoftThreshold(v, (float)(L1 / denominator), v);
        }
    }
}
