using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Exchange;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms;

/// <summary>SONATA: successive convex approximation over directed, time-varying links by perturbed push-sum.</summary>
/// <remarks>
/// G. Scutari, Y. Sun, "Distributed nonconvex constrained optimization over time-varying digraphs", arXiv 1809.01106;
/// a_ij column-stochastic, φ_i[0] = 1:
/// S1  ŵ_i and z_i = w_i + α (ŵ_i − w_i) as in NEXT
/// S2  φ_i⁺ = Σ_j a_ij φ_j,   w_i ← (1/φ_i⁺) Σ_j a_ij φ_j z_j,
///     y_i ← (1/φ_i⁺) [Σ_j a_ij φ_j y_j + ∇g_i(w_i⁺) − ∇g_i(w_i)]
/// S3  α ← α (1 − μ α)
/// Conserved: Σ_i φ_i y_i = Σ_i ∇g_i(w_i). φ_j travels as a scalar; the receiver knows a_ij from the topology file.
/// </remarks>
internal sealed class Sonata(LocalProblem problem, AlgorithmOptions options) : IMessageAlgorithm
{
    private readonly TrackedState _state =
        new(problem.Device, problem.WeightCount, problem.Objective.CostAndGradient);
    private readonly LocalSolve _local = new(problem, options);
    private readonly StepSize _step = new(options.Alpha, options.Mu);
    private readonly double[] _pushSum = [1];

    public DeviceVector Weights => _state.Weights;

    public RoundOutcome Outcome => _state.Outcome;

    public void Start(ReadOnlySpan<float> weights, int round)
    {
        _pushSum[0] = 1;
        problem.Objective.SelectBatch(round);
        _state.Start(weights);
    }

    public void Restart()
    {
        _pushSum[0] = 1;
        _state.Restart();
    }

    public void Save(AlgorithmState state) => _state.Save(state);

    public void Load(AlgorithmState state, int round)
    {
        problem.Objective.SelectBatch(round);
        _state.Load(state);
        _pushSum[0] = Outcome.PushSumWeight;
    }

    public ValueTask RoundAsync(int round, IRoundExchange neighbours, CancellationToken cancellation) =>
        this.RoundOfMessagesAsync(round, neighbours, cancellation);

    public AgentMessage Propose(int round)
    {
        Solve(round);
        return new(_state.Message(), _pushSum);
    }

    public void Adopt(int round, RoundMessages messages)
    {
        if (IsCutOff(messages))
        {
            HoldStill(messages.Own.Weight);
        }
        else
        {
            Mix(messages);
            Track(round + 1);
        }
    }

    private void Solve(int round)
    {
        _step.GoTo(round);
        var alpha = _step.Alpha * _state.Trust;
        (Outcome.Tau, Outcome.StepSize) = (options.Tau, alpha);
        _local.Estimate(_state, options.Tau, alpha);
        Outcome.Solve = _local.Report;
    }

    /// <summary>It gives mass away and gets none.</summary>
    private static bool IsCutOff(RoundMessages messages) => messages.Count == 1 && messages.Own.Weight < 1;

    /// <summary>Steps divided by a mass that only shrinks would grow without bound; at rest w_i and y_i stay as they
    /// are.</summary>
    private void HoldStill(double kept)
    {
        _pushSum[0] *= kept;
        Outcome.PushSumWeight = _pushSum[0];
    }

    private void Mix(RoundMessages messages) => _pushSum[0] = _state.PushSum(messages, scalarIndex: 0);

    private void Track(int nextRound)
    {
        problem.Objective.SelectBatch(nextRound);
        _state.Track(_pushSum[0]);
    }
}
