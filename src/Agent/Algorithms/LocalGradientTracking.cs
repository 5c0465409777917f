using Murmuration.Agent.Configuration;
using Murmuration.Agent.Telemetry;
using Murmuration.Gossip.Exchange;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms;

/// <summary>K-GT: gradient tracking over several local steps, each corrected towards the network's gradient.</summary>
/// <remarks>
/// Y. Liu, T. Lin, A. Koloskova, S. Stich, "Decentralized gradient tracking with local steps", 2023, algorithm 1, with
/// h_i(w) = I ∇g_i(w) + ∇r(w), K local steps of the sizes η[k], their sum S, and c_i[0] = 0:
/// x ← w_i, then K times x ← x − η[k] (h_i(x) + c_i);   z_i = (w_i − x) / S
/// w_i ← Σ_j c_ij (w_j − η_s S z_j),   y_i = Σ_j c_ij z_j,   c_i ← c_i − z_i + y_i
/// Conserved: Σ c_i = 0. The mean gradient of the steps is h̄_i = z_i − c_i, so that c_i = y_i − h̄_i and
/// Σ y_i = Σ h̄_i: y_i is a tracker and settles late messages as one.
/// </remarks>
internal sealed class LocalGradientTracking : IMessageAlgorithm
{
    private const string Correction = "Correction";

    private readonly LocalProblem _problem;
    private readonly int _count;
    private readonly int _steps;
    private readonly double _outerStep;
    private readonly StepSizeSchedule _sizes;
    private readonly LocalRounds _local;
    private readonly DeviceVector _message;
    private readonly DeviceVector _estimate;
    private readonly DeviceVector _move;
    private readonly DeviceVector _mixed;
    private readonly DeviceVector _tracker;
    private readonly DeviceVector _gradient;
    private readonly DeviceVector _correction;

    /// <summary>Makes the algorithm for one agent.</summary>
    public LocalGradientTracking(LocalProblem problem, AlgorithmOptions options)
    {
        (_problem, _count, _steps) = (problem, problem.WeightCount, options.LocalSteps);
        _outerStep = options.Outer.Eta ?? 1;
        _sizes = new StepSizeSchedule(options);
        _local = new LocalRounds(problem, options);
        (_message, _estimate, _move) = Pair();
        (_mixed, Weights, _tracker) = Pair();
        _gradient = problem.Device.Allocate(_count);
        _correction = problem.Device.Allocate(_count);
    }

    public DeviceVector Weights { get; }

    public RoundOutcome Outcome => _local.Outcome;

    public void Start(ReadOnlySpan<float> weights, int round)
    {
        _problem.Device.Fill(0, _correction);
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
        _problem.Device.Upload(state.Vector(Correction, _count), _correction);
        _local.Load(state, Weights);
    }

    public ValueTask RoundAsync(int round, IRoundExchange neighbours, CancellationToken cancellation) =>
        this.RoundOfMessagesAsync(round, neighbours, cancellation);

    public AgentMessage Propose(int round)
    {
        Solve(round);
        return new(_problem.Device.Stage(_message));
    }

    public void Adopt(int round, RoundMessages messages)
    {
        _local.Mix(messages, _mixed);
        _local.Mixer.Settle(messages, _count, _tracker);
        Track();
    }

    /// <summary>The message is (w_i − η_s S z_i, z_i), two vectors one behind the other.</summary>
    private void Solve(int round)
    {
        var device = _problem.Device;
        device.Copy(Weights, _estimate);
        _local.Run(_estimate, round, _correction);
        var way = _sizes.Sum(round * _steps, _steps);
        var perWay = way > 0 ? (float)(1 / way) : 0;
        device.Combine(perWay, Weights, -perWay, _estimate, _move);
        device.Combine((float)(1 - _outerStep), Weights, (float)_outerStep, _estimate, _estimate);
        device.Combine(1, _move, -1, _correction, _gradient);
    }

    private void Track()
    {
        using var span = RoundTrace.Track();
        _problem.Device.Combine(1, _tracker, -1, _gradient, _correction);
        (Outcome.Gradient, Outcome.Tracker) = (_gradient, _tracker);
    }

    private (DeviceVector Both, DeviceVector First, DeviceVector Second) Pair()
    {
        var both = _problem.Device.Allocate(2 * _count);
        return (both, both.Slice(0, _count), both.Slice(_count, _count));
    }
}
