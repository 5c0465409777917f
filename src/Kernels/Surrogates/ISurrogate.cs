using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Solvers;

namespace Murmuration.Kernels.Surrogates;

/// <summary>
/// A strongly convex stand-in g̃_i for an agent's local cost, with the same gradient at the point of linearization
/// (assumption C of NEXT: ∇g̃_i(w; w) = ∇g_i(w)).
/// </summary>
public interface ISurrogate
{
    /// <summary>k, how often the own cost counts: 1 in scope own, the number of agents in scope social.</summary>
    double OwnShare { get; }

    /// <summary>minimizer = argmin_v k·g̃_i(v; w) + linearᵀ(v − w) + (τ/2)‖v − w‖² + r(v).</summary>
    /// <param name="w">The agent's weights, where the cost is linearized.</param>
    /// <param name="gradient">∇g_i(w) over the present batch.</param>
    /// <param name="linear">π̃ = I·y − k·∇g_i(w), the estimate of what the other agents' costs add.</param>
    /// <param name="tau">τ, the proximal weight, positive.</param>
    /// <param name="minimizer">Receives the result; none of the other vectors.</param>
    SolveReport Minimize(
        DeviceVector w, DeviceVector gradient, DeviceVector linear, double tau, DeviceVector minimizer);
}
