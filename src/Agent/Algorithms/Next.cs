using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Exchange;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms;

/// <summary>NEXT over undirected, time-varying links with doubly stochastic weights.</summary>
/// <remarks>
/// S. Scardapane, P. Di Lorenzo, "A framework for parallel and distributed training of neural networks", 2017:
/// S1  ŵ_i = argmin_v g̃_i(v; w_i) + π̃_i'(v − w_i) + r(v),   z_i = w_i + α (ŵ_i − w_i)
/// S2  w_i ← Σ_j c_ij z_j,   y_i ← Σ_j c_ij y_j + ∇g_i(w_i⁺) − ∇g_i(w_i),   π̃_i = I y_i − ∇g_i(w_i)
/// S3  α ← α (1 − μ α)
/// </remarks>
internal sealed class Next(LocalProblem problem, AlgorithmOptions options) : IMessageAlgorithm
{
    private readonly TrackedState _state =
        new(problem.Device, problem.WeightCount, problem.Objective.CostAndGradient);
    private readonly LocalSolve _local = new(problem, options);
    private readonly StepSize _step = new(options.Alpha, options.Mu);
    private readonly ProximalWeight _proximal = ProximalWeight.Create(problem, options);

    public DeviceVector Weights => _state.Weights;

    public RoundOutcome Outcome => _state.Outcome;

    public void Start(ReadOnlySpan<float> weights, int round)
    {
        problem.Objective.SelectBatch(round);
        _state.Start(weights);
    }

    public void Restart() => _state.Restart();

    public void Save(AlgorithmState state)
    {
        _state.Save(state);
        _proximal.Save(state);
    }

    public void Load(AlgorithmState state, int round)
    {
        problem.Objective.SelectBatch(round);
        _state.Load(state);
        _proximal.Load(state);
    }

    public ValueTask RoundAsync(int round, IRoundExchange neighbours, CancellationToken cancellation) =>
        this.RoundOfMessagesAsync(round, neighbours, cancellation);

    public AgentMessage Propose(int round)
    {
        Solve(round);
        return new(_state.Message(), _proximal.Scalars);
    }

    public void Prepare(int round)
    {
        if (!_proximal.ComparesBatch)
        {
            problem.Objective.SelectBatch(round + 1);
        }
    }

    public void Adopt(int round, RoundMessages messages)
    {
        Mix(messages);
        Track(round + 1);
    }

    private void Solve(int round)
    {
        _step.GoTo(round);
        var alpha = _step.Alpha * _state.Trust;
        (Outcome.Tau, Outcome.StepSize) = (_proximal.Tau, alpha);
        _local.Estimate(_state, _proximal.Tau, alpha);
        _proximal.Predict(_state, alpha);
        Outcome.Solve = _local.Report;
    }

    private void Mix(RoundMessages messages)
    {
        _state.Mix(messages);
        _proximal.Mix(messages);
        _proximal.Compare(_state);
    }

    private void Track(int nextRound)
    {
        if (_proximal.ComparesBatch)
        {
            problem.Objective.SelectBatch(nextRound);
        }

        _state.Track();
    }
}
