using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Exchange;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms;

/// <summary>Adapt-then-combine gradient tracking (DSGT), the baseline closest to NEXT.</summary>
/// <remarks>
/// A. Koloskova, T. Lin, S. Stich, "An improved analysis of gradient tracking for decentralized machine learning",
/// 2021, with h_i(w) = I ∇g_i(w) + ∇r(w), the mean of which over the agents is the gradient of the social cost:
/// w_i ← Σ_j c_ij (w_j − η y_j),   y_i ← Σ_j c_ij y_j + h_i(w_i⁺) − h_i(w_i)
/// </remarks>
internal sealed class GradientTracking(LocalProblem problem, AlgorithmOptions options) : IMessageAlgorithm
{
    private readonly TrackedState _state =
        new(problem.Device, problem.WeightCount, problem.SocialGradient);

    public DeviceVector Weights => _state.Weights;

    public RoundOutcome Outcome => _state.Outcome;

    public void Start(ReadOnlySpan<float> weights, int round)
    {
        (Outcome.StepSize, Outcome.IsSocial) = (options.Eta, true);
        problem.Objective.SelectBatch(round);
        _state.Start(weights);
    }

    public void Restart() => _state.Restart();

    public void Save(AlgorithmState state) => _state.Save(state);

    public void Load(AlgorithmState state, int round)
    {
        (Outcome.StepSize, Outcome.IsSocial) = (options.Eta, true);
        problem.Objective.SelectBatch(round);
        _state.Load(state);
    }

    public ValueTask RoundAsync(int round, IRoundExchange neighbours, CancellationToken cancellation) =>
        this.RoundOfMessagesAsync(round, neighbours, cancellation);

    public AgentMessage Propose(int round)
    {
        Step();
        return new(_state.Message());
    }

    public void Prepare(int round) => problem.Objective.SelectBatch(round + 1);

    public void Adopt(int round, RoundMessages messages)
    {
        _state.Mix(messages);
        _state.Track();
    }

    private void Step() =>
        problem.Device.Combine(
            1, _state.Weights, (float)(-options.Eta * _state.Trust), _state.Tracker, _state.Estimate);
}
