using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Exchange;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms;

/// <summary>NoLoCo: many local steps, then an outer step with the agents of the round, usually one other.</summary>
/// <remarks>
/// J. Kolehmainen, N. Blagoev, J. Donaghy, O. Ersoy, C. Nies, "NoLoCo: no-all-reduce low communication training method
/// for large models", 2025, with H local steps S and the slow weights w_i:
/// x_i = Sᴴ(w_i),   x̄_i = Σ_j c_ij x_j,   w̄_i = Σ_j c_ij w_j
/// m_i ← α m_i + β (x̄_i − w̄_i) + γ (w̄_i − w_i),   w_i ← w_i + m_i
/// Who meets whom is the topology schedule's matter: the paper's random pairs are the generator randomMatching, with
/// weights of one half.
/// </remarks>
internal sealed class NoLoCo : IAlgorithm
{
    private const string Momentum = "OuterMomentum";

    private readonly LocalProblem _problem;
    private readonly int _count;
    private readonly float _alpha;
    private readonly float _beta;
    private readonly float _gamma;
    private readonly LocalRounds _local;
    private readonly DeviceVector _message;
    private readonly DeviceVector _mixed;
    private readonly DeviceVector _momentum;

    /// <summary>Makes the algorithm for one agent.</summary>
    public NoLoCo(LocalProblem problem, AlgorithmOptions options)
    {
        (_problem, _count) = (problem, problem.WeightCount);
        _alpha = (float)(options.Outer.Momentum ?? 0.5);
        _beta = (float)(options.Outer.Eta ?? 0.7);
        _gamma = (float)(options.Outer.Gamma ?? 0.7);
        _local = new LocalRounds(problem, options);
        _message = problem.Device.Allocate(2 * _count);
        _mixed = problem.Device.Allocate(2 * _count);
        _momentum = problem.Device.Allocate(_count);
        Weights = problem.Device.Allocate(_count);
    }

    public DeviceVector Weights { get; }

    public RoundOutcome Outcome => _local.Outcome;

    public void Start(ReadOnlySpan<float> weights, int round)
    {
        _problem.Device.Fill(0, _momentum);
        _local.Start(weights, Weights, round, _message.Slice(0, _count));
    }

    public void Restart()
    {
    }

    public void Save(AlgorithmState state)
    {
        state.Set(Momentum, _problem.Device.Stage(_momentum));
        _local.Save(state, Weights);
    }

    public void Load(AlgorithmState state, int round)
    {
        _problem.Device.Upload(state.Vector(Momentum, _count), _momentum);
        _local.Load(state, Weights);
    }

    public async ValueTask RoundAsync(int round, IRoundExchange neighbours, CancellationToken cancellation)
    {
        Solve(round);
        var messages = await neighbours.ExchangeAsync(round, _problem.Device.Stage(_message), default, cancellation);
        _local.Mix(messages, _mixed);
        Step();
    }

    /// <summary>The message is (x_i, w_i), two vectors one behind the other.</summary>
    private void Solve(int round)
    {
        var estimate = _message.Slice(0, _count);
        _problem.Device.Copy(Weights, estimate);
        _problem.Device.Copy(Weights, _message.Slice(_count, _count));
        _local.Run(estimate, round);
    }

    private void Step()
    {
        var (estimate, slow) = (_mixed.Slice(0, _count), _mixed.Slice(_count, _count));
        _problem.Device.Combine(_alpha, _momentum, _beta, estimate, _momentum);
        _problem.Device.AddScaled(_gamma - _beta, slow, _momentum);
        _problem.Device.AddScaled(-_gamma, Weights, _momentum);
        _problem.Device.AddScaled(1, _momentum, Weights);
    }
}
