using Murmuration.Agent.Configuration;
using Murmuration.Agent.Telemetry;
using Murmuration.Gossip.Exchange;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms;

/// <summary>
/// Decentralized (stochastic) gradient descent, adapt then combine: one vector per message, no tracking.
/// </summary>
/// <remarks>
/// X. Lian et al., "Can decentralized algorithms outperform centralized algorithms?", 2017, in the adapt-then-combine
/// form, with h_i(w) = I ∇g_i(w) + ∇r(w):   w_i ← Σ_j c_ij (w_j − η h_j(w_j))
/// With a constant step it stalls where the agents' data differ; that is what the trackers are for.
/// </remarks>
internal sealed class DecentralizedSgd(LocalProblem problem, AlgorithmOptions options) : IMessageAlgorithm
{
    private readonly DeviceVector _gradient = problem.Device.Allocate(problem.WeightCount);
    private readonly DeviceVector _estimate = problem.Device.Allocate(problem.WeightCount);
    private readonly Mixer _mixer = new(problem.Device, problem.WeightCount);

    public DeviceVector Weights { get; } = problem.Device.Allocate(problem.WeightCount);

    public RoundOutcome Outcome { get; } = new() { StepSize = options.Eta, IsSocial = true };

    public void Start(ReadOnlySpan<float> weights, int round)
    {
        problem.Device.Upload(weights, Weights);
        Differentiate(round);
    }

    /// <summary>The agents have changed, and with them this one's share of the social cost.</summary>
    public void Restart() => Differentiate();

    public void Save(AlgorithmState state)
    {
        state.Set(nameof(Weights), problem.Device.Stage(Weights));
        state.Set(nameof(Mixer.Disagreement), _mixer.Disagreement);
    }

    public void Load(AlgorithmState state, int round)
    {
        _mixer.Disagreement = state.Number(nameof(Mixer.Disagreement));
        Start(state.Vector(nameof(Weights), problem.WeightCount), round);
    }

    public ValueTask RoundAsync(int round, IRoundExchange neighbours, CancellationToken cancellation) =>
        this.RoundOfMessagesAsync(round, neighbours, cancellation);

    public AgentMessage Propose(int round)
    {
        Step();
        return new(problem.Device.Stage(_estimate));
    }

    public void Prepare(int round) => problem.Objective.SelectBatch(round + 1);

    public void Adopt(int round, RoundMessages messages)
    {
        _mixer.Mix(messages, Weights);
        Differentiate();
    }

    private void Step() => problem.Device.Combine(1, Weights, (float)-options.Eta, _gradient, _estimate);

    private void Differentiate(int round)
    {
        problem.Objective.SelectBatch(round);
        Differentiate();
    }

    private void Differentiate()
    {
        using var span = RoundTrace.Solve();
        Outcome.Cost = problem.SocialGradient(Weights, _gradient);
        Outcome.Disagreement = _mixer.Disagreement;
        Outcome.Gradient = _gradient;
    }
}
