using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Exchange;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms;

/// <summary>
/// Every agent by itself: NEXT with one agent, which is a damped Gauss–Newton method on the agent's own data.
/// </summary>
/// <remarks>
/// With I = 1 the tracker is the gradient and π̃ = 0:   ŵ = argmin_v g̃(v; w) + r(v),   w ← w + α (ŵ − w)
/// </remarks>
internal sealed class LocalOnly(LocalProblem problem, AlgorithmOptions options) : IAlgorithm
{
    private readonly TrackedState _state =
        new(problem.Device, problem.WeightCount, problem.Objective.CostAndGradient);
    private readonly LocalSolve _local = new(problem, options);
    private readonly StepSize _step = new(options.Alpha, options.Mu);

    public DeviceVector Weights => _state.Weights;

    public RoundOutcome Outcome => _state.Outcome;

    public void Start(ReadOnlySpan<float> weights, int round)
    {
        problem.Objective.SelectBatch(round);
        _state.Start(weights);
    }

    public void Restart()
    {
    }

    public void Save(AlgorithmState state) => _state.Save(state);

    public void Load(AlgorithmState state, int round)
    {
        problem.Objective.SelectBatch(round);
        _state.Load(state);
    }

    public ValueTask RoundAsync(int round, IRoundExchange neighbours, CancellationToken cancellation)
    {
        _step.GoTo(round);
        _local.Estimate(_state, options.Tau, _step.Alpha);
        problem.Device.Copy(_state.Estimate, _state.Weights);
        Track(round + 1);
        return ValueTask.CompletedTask;
    }

    /// <summary>Nothing is mixed, so the tracker becomes the new gradient itself.</summary>
    private void Track(int nextRound)
    {
        (Outcome.Tau, Outcome.StepSize, Outcome.Solve) = (options.Tau, _step.Alpha, _local.Report);
        problem.Objective.SelectBatch(nextRound);
        _state.Restart();
    }
}
