using Murmuration.Agent.Configuration;
using Murmuration.Agent.Telemetry;
using Murmuration.Gossip.Exchange;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms;

/// <summary>
/// Local exact diffusion (LED): several local steps, each corrected by what the agent's data pull it away from its
/// neighbours, with one vector per message.
/// </summary>
/// <remarks>
/// S. Alghunaim, "Local exact-diffusion for decentralized optimization and learning", 2023, with β = 1/K,
/// h_i(w) = I ∇g_i(w) + ∇r(w), K local steps of the sizes η[k], their sum S, and c_i[0] = 0:
/// x ← w_i, then K times x ← x − η[k] (h_i(x) + c_i);   z_i = x
/// w_i ← Σ_j c_ij z_j,   c_i ← c_i + (z_i − w_i) / S
/// The paper's dual variable is S c_i. One step in a round, K = 1, is D².
/// Conserved: Σ c_i = 0 for any doubly stochastic C[n]: a link that is missing in round n settles later, in w and, by
/// the S of round n, in c. With the mean gradient of the steps h̄_i, the round's direction
/// y_i = (w_i − z_i) / S = h̄_i + c_i is a tracker: Σ y_i = Σ h̄_i. As D², it converges for a fixed C with no
/// eigenvalue at or below −1/3.
/// </remarks>
internal sealed class LocalExactDiffusion : IMessageAlgorithm
{
    private const string Correction = "Correction";

    private readonly LocalProblem _problem;
    private readonly AlgorithmOptions _options;
    private readonly StepSizeSchedule _sizes;
    private readonly LocalRounds _local;
    private readonly Func<int, double> _shareOfCorrection;
    private readonly DeviceVector _estimate;
    private readonly DeviceVector _correction;
    private readonly DeviceVector _direction;
    private readonly DeviceVector _gradient;

    /// <summary>Makes the algorithm for one agent.</summary>
    public LocalExactDiffusion(LocalProblem problem, AlgorithmOptions options)
    {
        (_problem, _options) = (problem, options);
        _sizes = new StepSizeSchedule(options);
        _local = new LocalRounds(problem, options);
        _shareOfCorrection = round => Way(round) is > 0 and var way ? -1 / way : 0;
        Weights = problem.Device.Allocate(problem.WeightCount);
        _estimate = problem.Device.Allocate(problem.WeightCount);
        _correction = problem.Device.Allocate(problem.WeightCount);
        _direction = problem.Device.Allocate(problem.WeightCount);
        _gradient = problem.Device.Allocate(problem.WeightCount);
    }

    public DeviceVector Weights { get; }

    public RoundOutcome Outcome => _local.Outcome;

    public void Start(ReadOnlySpan<float> weights, int round)
    {
        Restart();
        _local.Start(weights, Weights, round, _gradient);
    }

    /// <summary>c_i = 0, at all agents in the same round.</summary>
    public void Restart() => _problem.Device.Fill(0, _correction);

    public void Save(AlgorithmState state)
    {
        state.Set(Correction, _problem.Device.Stage(_correction));
        _local.Save(state, Weights);
    }

    public void Load(AlgorithmState state, int round)
    {
        _problem.Device.Upload(state.Vector(Correction, _problem.WeightCount), _correction);
        _local.Load(state, Weights);
    }

    public ValueTask RoundAsync(int round, IRoundExchange neighbours, CancellationToken cancellation) =>
        this.RoundOfMessagesAsync(round, neighbours, cancellation);

    public AgentMessage Propose(int round)
    {
        Solve(round);
        return new(_problem.Device.Stage(_estimate));
    }

    public void Adopt(int round, RoundMessages messages)
    {
        _local.Mix(messages, Weights);
        Correct(Way(round));
        _local.Mixer.Settle(messages, start: 0, Weights);
        _local.Mixer.Settle(messages, start: 0, _correction, _shareOfCorrection);
    }

    /// <summary>The local steps and the direction that they made in all.</summary>
    private void Solve(int round)
    {
        var device = _problem.Device;
        device.Copy(Weights, _estimate);
        _local.Run(_estimate, round, _correction);
        var way = Way(round);
        var perWay = way > 0 ? (float)(1 / way) : 0;
        device.Combine(1, Weights, -1, _estimate, _direction);
        device.Combine(perWay, _direction, 0, _direction, _direction);
        device.Combine(1, _direction, -1, _correction, _gradient);
    }

    /// <summary>S of a round.</summary>
    private double Way(int round) => _sizes.Sum(round * _options.LocalSteps, _options.LocalSteps);

    /// <summary>A round without a step leaves the correction: its S is 0. The difference comes first, since it is
    /// small beside what it is taken of.</summary>
    private void Correct(double way)
    {
        using var span = RoundTrace.Track();
        if (way > 0)
        {
            _problem.Device.Combine(1, _estimate, -1, Weights, _estimate);
            _problem.Device.AddScaled((float)(1 / way), _estimate, _correction);
        }

        (Outcome.Gradient, Outcome.Tracker) = (_gradient, _direction);
    }
}
