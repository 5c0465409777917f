using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Exchange;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms;

/// <summary>DiLoCo: many local steps, then one step of Nesterov's momentum along their exact average.</summary>
/// <remarks>
/// A. Douillard et al., "DiLoCo: distributed low-communication training of language models", 2023, algorithm 1, with H
/// local steps S, Nesterov's momentum as in Sutskever et al. 2013 with the gradient at hand, and no server:
/// x_i = Sᴴ(w_i),   x̄_i = Σ_j c_ij x_j over one period of the topology schedule,
/// Δ_i = w_i − x̄_i (old − new, so that it is a gradient),   m_i ← μ m_i + Δ_i,   w_i ← w_i − η (Δ_i + μ m_i)
/// One period averages exactly: a complete topology in one round, finite-time schedules in several, in which only the
/// first round has local steps. Agents send x_i in place of w_i − x_i: the same average where all w_i are equal, and
/// where they are not, after a lost message or a late start, w_i is drawn to the others' again.
/// </remarks>
internal sealed class DiLoCo(LocalProblem problem, AlgorithmOptions options, int period) : IAlgorithm
{
    private const string Average = "Average";
    private const string Momentum = "OuterMomentum";
    private const string Sweep = "Sweep";

    private readonly double _eta = options.Outer.Eta ?? 0.7;
    private readonly double _mu = options.Outer.Momentum ?? 0.9;
    private readonly DeviceVector _average = problem.Device.Allocate(problem.WeightCount);
    private readonly DeviceVector _momentum = problem.Device.Allocate(problem.WeightCount);
    private readonly LocalRounds _local = new(problem, options);
    private int _sweep = -1;

    public DeviceVector Weights { get; } = problem.Device.Allocate(problem.WeightCount);

    public RoundOutcome Outcome => _local.Outcome;

    public void Start(ReadOnlySpan<float> weights, int round)
    {
        _local.Start(weights, Weights, round, _average);
        _sweep = -1;
        Restart();
    }

    /// <summary>An agent that has lost its state has no momentum, and now nobody has.</summary>
    public void Restart() => problem.Device.Fill(0, _momentum);

    public void Save(AlgorithmState state)
    {
        state.Set(Average, problem.Device.Stage(_average));
        state.Set(Momentum, problem.Device.Stage(_momentum));
        state.Set(Sweep, _sweep);
        _local.Save(state, Weights);
    }

    public void Load(AlgorithmState state, int round)
    {
        problem.Device.Upload(state.Vector(Average, problem.WeightCount), _average);
        problem.Device.Upload(state.Vector(Momentum, problem.WeightCount), _momentum);
        _sweep = (int)state.Number(Sweep);
        _local.Load(state, Weights);
    }

    public async ValueTask RoundAsync(int round, IRoundExchange neighbours, CancellationToken cancellation)
    {
        Begin(round);
        var messages = await neighbours.ExchangeAsync(round, problem.Device.Stage(_average), default, cancellation);
        _local.Mix(messages, _average);
        if (round % period == period - 1)
        {
            Step();
        }
    }

    /// <summary>An agent that comes into the middle of a period brings its weights as they are.</summary>
    private void Begin(int round)
    {
        if (_sweep == round / period)
        {
            return;
        }

        _sweep = round / period;
        problem.Device.Copy(Weights, _average);
        if (round % period == 0)
        {
            _local.Run(_average, round);
        }
    }

    private void Step()
    {
        problem.Device.Combine(1, Weights, -1, _average, _average);
        problem.Device.Combine((float)_mu, _momentum, 1, _average, _momentum);
        problem.Device.AddScaled((float)-_eta, _average, Weights);
        problem.Device.AddScaled((float)(-_eta * _mu), _momentum, Weights);
    }
}
