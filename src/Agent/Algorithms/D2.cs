using Murmuration.Agent.Configuration;
using Murmuration.Agent.Telemetry;
using Murmuration.Gossip.Exchange;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms;

/// <summary>
/// D²: decentralized gradient descent that does not stall where the agents' data differ, with one vector per message.
/// </summary>
/// <remarks>
/// H. Tang, X. Lian, M. Yan, C. Zhang, J. Liu, "D²: decentralized training over decentralized data", ICML 2018,
/// algorithm 1, with h_i(w) = I ∇g_i(w) + ∇r(w) over the sampled rows of the round:
/// w_i[1] = Σ_j c_ij (w_j[0] − η h_j[0]),   w_i[n+1] = Σ_j c_ij (2 w_j[n] − w_j[n−1] − η h_j[n] + η h_j[n−1])
/// Here with p_i[n] = w_i[n] − η h_i[n], what descent alone would give, and the direction y_i:
/// y_i[n] = h_i[n] + (p_i[n−1] − w_i[n]) / η,   w_i[n+1] = Σ_j c_ij (w_j[n] − η y_j[n]),   y_i[0] = h_i[0]
/// Conserved: Σ y_i = Σ h_i. That holds for any doubly stochastic C[n], so a link that is missing in a round gives its
/// weight to both diagonals and settles later, as a tracker does; an agent that began its recursion anew by itself
/// would break the sum. A tracking epoch begins it anew at all agents.
/// It converges for a fixed C with no eigenvalue at or below −1/3; a missing link only raises eigenvalues.
/// </remarks>
internal sealed class D2(LocalProblem problem, AlgorithmOptions options) : IMessageAlgorithm
{
    /// <summary>All eigenvalues of the mixing matrix must lie above (theorem 1).</summary>
    public const double EigenvalueLimit = -1.0 / 3;

    private const string Descent = "Descent";

    private readonly DeviceVector _gradient = problem.Device.Allocate(problem.WeightCount);
    private readonly DeviceVector _descent = problem.Device.Allocate(problem.WeightCount);
    private readonly DeviceVector _direction = problem.Device.Allocate(problem.WeightCount);
    private readonly DeviceVector _estimate = problem.Device.Allocate(problem.WeightCount);
    private readonly Mixer _mixer = new(problem.Device, problem.WeightCount);

    public DeviceVector Weights { get; } = problem.Device.Allocate(problem.WeightCount);

    public RoundOutcome Outcome { get; } = new() { StepSize = options.Eta, IsSocial = true };

    public void Start(ReadOnlySpan<float> weights, int round)
    {
        problem.Device.Upload(weights, Weights);
        problem.Device.Copy(Weights, _descent);
        Differentiate(round);
    }

    /// <summary>
    /// y_i = h_i: as if the descent of the round before had led to the present weights. The gradient is taken anew,
    /// since its scale changes with the number of agents and rows.
    /// </summary>
    public void Restart()
    {
        problem.Device.Copy(Weights, _descent);
        Differentiate();
    }

    public void Save(AlgorithmState state)
    {
        state.Set(nameof(Weights), problem.Device.Stage(Weights));
        state.Set(Descent, problem.Device.Stage(_descent));
        state.Set(nameof(Mixer.Disagreement), _mixer.Disagreement);
    }

    public void Load(AlgorithmState state, int round)
    {
        _mixer.Disagreement = state.Number(nameof(Mixer.Disagreement));
        problem.Device.Upload(state.Vector(nameof(Weights), problem.WeightCount), Weights);
        problem.Device.Upload(state.Vector(Descent, problem.WeightCount), _descent);
        Differentiate(round);
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
        _mixer.Settle(messages, start: 0, Weights);
        Differentiate();
    }

    private void Step()
    {
        problem.Device.Combine(1, Weights, (float)-options.Eta, _direction, _estimate);
        problem.Device.Combine(1, Weights, (float)-options.Eta, _gradient, _descent);
    }

    private void Differentiate(int round)
    {
        problem.Objective.SelectBatch(round);
        Differentiate();
    }

    private void Differentiate()
    {
        using var span = RoundTrace.Track();
        Outcome.Cost = problem.SocialGradient(Weights, _gradient);
        Outcome.Disagreement = _mixer.Disagreement;
        Direct();
    }

    /// <summary>The difference comes first, since it is small beside what it is taken of.</summary>
    private void Direct()
    {
        problem.Device.Combine(1, _descent, -1, Weights, _direction);
        problem.Device.Combine((float)(1 / options.Eta), _direction, 1, _gradient, _direction);
        (Outcome.Gradient, Outcome.Tracker) = (_gradient, _direction);
    }
}
