using Murmuration.Agent.Configuration;
using Murmuration.Agent.Telemetry;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Solvers;
using Murmuration.Kernels.Surrogates;

namespace Murmuration.Agent.Algorithms;

/// <summary>S1 of NEXT and SONATA: the convexified local problem and the step towards its minimizer.</summary>
/// <remarks>
/// π̃_i = I y_i − k ∇g_i(w_i)
/// ŵ_i = argmin_v  k g̃_i(v; w_i) + π̃_i'(v − w_i) + (τ/2)‖v − w_i‖² + r(v)
/// z_i = w_i + α (ŵ_i − w_i)
/// k = 1 is the paper's NEXT; k = I lets the agent's own curvature stand for everybody's.
/// </remarks>
internal sealed class LocalSolve(LocalProblem problem, AlgorithmOptions options)
{
    private readonly ISurrogate _surrogate = problem.CreateSurrogate(options);
    private readonly DeviceVector _linear = problem.Device.Allocate(problem.WeightCount);
    private readonly DeviceVector _minimizer = problem.Device.Allocate(problem.WeightCount);

    /// <summary>How the last problem was solved.</summary>
    public SolveReport Report { get; private set; }

    /// <summary>Writes the estimate z_i.</summary>
    public void Estimate(TrackedState state, double tau, double alpha)
    {
        using var span = RoundTrace.Solve();
        var device = problem.Device;
        device.Combine(problem.AgentCount, state.Tracker, (float)-_surrogate.OwnShare, state.Gradient, _linear);
        Report = _surrogate.Minimize(state.Weights, state.Gradient, _linear, tau, _minimizer);
        device.Combine((float)(1 - alpha), state.Weights, (float)alpha, _minimizer, state.Estimate);
    }
}
