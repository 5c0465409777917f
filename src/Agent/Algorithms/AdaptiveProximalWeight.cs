using Murmuration.Gossip.Exchange;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms;

/// <summary>τ by the curvature that the steps meet, which the agents agree on by consensus.</summary>
/// <remarks>
/// The step d_i = z_i − w_i = α (ŵ_i − w_i) has the slope (I y_i + ∇r)'d_i = −p_i/α, where p_i is the curvature along
/// d_i that agent i's surrogate supposes for the social cost. What the network meets on its way s_i = w_i⁺ − w_i is
/// q = Σ_i s_i'(∇g_i(w_i⁺) − ∇g_i(w_i)), on the same rows, since a fresh minibatch would look like curvature. So
/// κ = q / mean_i p_i
/// is the true curvature over the supposed one: above 1 the steps go too far and τ grows; far below 1 they are timid
/// and τ falls. It asks what Levenberg and Marquardt's gain ratio asks, but of gradients, since an agent's own cost
/// also changes when it agrees with its neighbours. Both are averages over the agents, which each keeps fading and
/// mixes:
/// P_i ← (1 − β) p_i + β Σ_j c_ij P_j, likewise Q_i of I s_i'(…),   log τ_i ← Σ_j c_ij log τ_j + δ(Q_i/P_i).
/// </remarks>
internal sealed class AdaptiveProximalWeight(LocalProblem problem, double initial) : ProximalWeight
{
    /// <summary>Numbers that travel beside the vectors.</summary>
    public const int ScalarCount = 3;

    /// <summary>Fading of the averages: about the last five rounds count.</summary>
    private const double Fading = 0.8;

    /// <summary>τ stays within this factor of its first value, either way: the theory asks for bounds.</summary>
    private const double Range = 1e3;

    /// <summary>
    /// Relative disagreement at which the local problems pull the agents apart faster than mixing joins them.
    /// </summary>
    private const double TooFarApart = 0.1;

    private const int Supposed = 0;
    private const int Met = 1;
    private const int LogTau = 2;
    private static readonly string[] Names = ["CurvatureSupposed", "CurvatureMet", "LogTau"];

    private readonly DeviceVector _before = problem.Device.Allocate(problem.WeightCount);
    private readonly DeviceVector _step = problem.Device.Allocate(problem.WeightCount);
    private readonly DeviceVector _gradient = problem.Device.Allocate(problem.WeightCount);
    private readonly double[] _scalars = [0, 0, Math.Log(initial)];
    private readonly double[] _mixed = new double[ScalarCount];
    private double _supposed;

    public override bool ComparesBatch => true;

    public override double Tau => Math.Exp(_scalars[LogTau]);

    public override ReadOnlyMemory<double> Scalars => _scalars;

    public override void Predict(TrackedState state, double alpha)
    {
        var device = problem.Device;
        device.Copy(state.Weights, _before);
        device.Combine(1, state.Estimate, -1, state.Weights, _step);
        var penaltySlope = 2 * problem.Regularizer.L2 * device.Dot(state.Weights, _step);
        _supposed = -alpha * ((problem.AgentCount * device.Dot(state.Tracker, _step)) + penaltySlope);
    }

    public override void Mix(RoundMessages messages)
    {
        Array.Clear(_mixed);
        foreach (ref readonly var message in messages.Span)
        {
            var theirs = message.Scalars.Span;
            for (var s = 0; s < ScalarCount; s++)
            {
                _mixed[s] += message.Weight * theirs[s];
            }
        }

        _mixed.CopyTo(_scalars, 0);
    }

    public override void Compare(TrackedState state)
    {
        _scalars[Supposed] = (Fading * _scalars[Supposed]) + ((1 - Fading) * _supposed);
        _scalars[Met] = (Fading * _scalars[Met]) + ((1 - Fading) * CurvatureMet(state));
        var ratio = _scalars[Supposed] > 0 ? _scalars[Met] / _scalars[Supposed] : double.PositiveInfinity;
        var moved = _scalars[LogTau] + Change(ratio, state.Disagreement);
        _scalars[LogTau] = Math.Clamp(moved, Math.Log(initial / Range), Math.Log(initial * Range));
    }

    public override void Save(AlgorithmState state)
    {
        for (var s = 0; s < ScalarCount; s++)
        {
            state.Set(Names[s], _scalars[s]);
        }
    }

    public override void Load(AlgorithmState state)
    {
        for (var s = 0; s < ScalarCount; s++)
        {
            _scalars[s] = state.Number(Names[s]);
        }
    }

    /// <summary>I s_i'(∇g_i(w_i⁺) − ∇g_i(w_i)), and the penalty's share.</summary>
    private double CurvatureMet(TrackedState state)
    {
        var device = problem.Device;
        problem.Objective.CostAndGradient(state.Weights, _gradient);
        device.Combine(1, state.Weights, -1, _before, _step);
        var own = device.Dot(_gradient, _step) - device.Dot(state.Gradient, _step);
        return (problem.AgentCount * own) + (2 * problem.Regularizer.L2 * device.SquaredNorm(_step));
    }

    /// <summary>
    /// δ: up when the agents drift apart or the steps overshoot, slowly down when the steps are timid.
    /// </summary>
    private static double Change(double curvatureRatio, double disagreement) => (curvatureRatio, disagreement) switch
    {
        (_, > TooFarApart) => Math.Log(1.2),
        ( > 1, _) => Math.Log(1.05),
        ( < 0.7, < TooFarApart / 2) => -Math.Log(1.05),
        _ => 0,
    };
}
