using Murmuration.Agent.Telemetry;
using Murmuration.Gossip.Exchange;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms;

/// <summary>
/// Weights, tracker and gradient of an algorithm with gradient tracking, and the message that carries them.
/// </summary>
/// <remarks>A message is (z_i, y_i), two vectors one behind the other, so that one pass mixes both (two consensus steps
/// in one message: both use the values of round n). The memory is allocated once.</remarks>
internal sealed class TrackedState
{
    private const string RoundsInEpoch = "RoundsInEpoch";

    /// <summary>What is left of the doubt after each round; sparse networks mix about as fast.</summary>
    private const double Doubt = 0.9;

    private const int RoundsOfDoubt = 100;

    private readonly IDevice _device;
    private readonly DeviceVector _mixed;
    private readonly DeviceVector _message;
    private readonly DeviceVector _trackerInMessage;
    private readonly Mixer _mixer;
    private readonly Func<DeviceVector, DeviceVector, double> _differentiate;
    private DeviceVector _next;
    private int _roundsInEpoch = RoundsOfDoubt;

    /// <summary>Makes the state for Q weights.</summary>
    /// <param name="device">Where the vectors live.</param>
    /// <param name="weightCount">Q.</param>
    /// <param name="differentiate">
    /// Writes the tracked gradient at the given weights and returns the local cost there.
    /// </param>
    public TrackedState(IDevice device, int weightCount, Func<DeviceVector, DeviceVector, double> differentiate)
    {
        _device = device;
        _differentiate = differentiate;
        _mixed = device.Allocate(2 * weightCount);
        _message = device.Allocate(2 * weightCount);
        Weights = _mixed.Slice(0, weightCount);
        Tracker = _mixed.Slice(weightCount, weightCount);
        Estimate = _message.Slice(0, weightCount);
        _trackerInMessage = _message.Slice(weightCount, weightCount);
        Gradient = device.Allocate(weightCount);
        _next = device.Allocate(weightCount);
        _mixer = new Mixer(device, weightCount);
    }

    /// <summary>w_i.</summary>
    public DeviceVector Weights { get; }

    /// <summary>y_i, the agent's estimate of the average gradient.</summary>
    public DeviceVector Tracker { get; }

    /// <summary>The gradient at w_i that is inside the tracker sum.</summary>
    public DeviceVector Gradient { get; private set; }

    /// <summary>z_i, what the agent proposes in this round.</summary>
    public DeviceVector Estimate { get; }

    /// <summary>How far the neighbours' estimates of this round lie from the agent's, relative.</summary>
    public double Disagreement => _mixer.Disagreement;

    /// <summary>What the last round looked like.</summary>
    public RoundOutcome Outcome { get; } = new();

    /// <summary>
    /// How far the tracker is to be trusted, from 0 to 1: the factor of the step size. Trackers that have just begun
    /// anew hold the gradients of their own rows only. At the start all agents have the same weights and that does
    /// little harm; close to a minimum, where unlike gradients cancel, steps along them would drive the agents far
    /// apart. So the first steps of a later epoch are small, until the trackers have mixed.
    /// </summary>
    public double Trust => _roundsInEpoch < RoundsOfDoubt ? 1 - Math.Pow(Doubt, _roundsInEpoch) : 1;

    /// <summary>w_i[0] as given and y_i[0] = ∇g_i(w_i[0]).</summary>
    public void Start(ReadOnlySpan<float> weights)
    {
        _device.Upload(weights, Weights);
        Begin();
    }

    /// <summary>A new epoch of tracking: y_i = ∇g_i(w_i) at the present weights, which needs time to mix.</summary>
    public void Restart()
    {
        Begin();
        _roundsInEpoch = 0;
    }

    private void Begin()
    {
        Outcome.Cost = _differentiate(Weights, Gradient);
        Outcome.PushSumWeight = 1;
        _device.Copy(Gradient, Tracker);
        Publish();
    }

    /// <summary>Puts all that the next round needs into a state, as views.</summary>
    public void Save(AlgorithmState state)
    {
        state.Set(nameof(Weights), _device.Stage(Weights));
        state.Set(nameof(Tracker), _device.Stage(Tracker));
        state.Set(nameof(Gradient), _device.Stage(Gradient));
        state.Set(nameof(Outcome.Cost), Outcome.Cost);
        state.Set(nameof(Outcome.PushSumWeight), Outcome.PushSumWeight);
        state.Set(nameof(Disagreement), Disagreement);
        state.Set(RoundsInEpoch, _roundsInEpoch);
    }

    /// <summary>Takes a state up again.</summary>
    public void Load(AlgorithmState state)
    {
        _device.Upload(state.Vector(nameof(Weights), Weights.Length), Weights);
        _device.Upload(state.Vector(nameof(Tracker), Tracker.Length), Tracker);
        _device.Upload(state.Vector(nameof(Gradient), Gradient.Length), Gradient);
        Outcome.Cost = state.Number(nameof(Outcome.Cost));
        Outcome.PushSumWeight = state.Number(nameof(Outcome.PushSumWeight));
        _mixer.Disagreement = state.Number(nameof(Disagreement));
        _roundsInEpoch = (int)state.Number(RoundsInEpoch);
        Publish();
    }

    /// <summary>The message (z_i, y_i) as host memory.</summary>
    public ReadOnlyMemory<float> Message()
    {
        _device.Copy(Tracker, _trackerInMessage);
        return _device.Stage(_message);
    }

    /// <summary>S2: w_i = Σ_j c_ij z_j and, not yet corrected, y_i = Σ_j c_ij y_j.</summary>
    /// <remarks>Messages of earlier rounds settle y only: w needs no late pull, the sum of the trackers does.</remarks>
    public void Mix(RoundMessages messages)
    {
        _mixer.Mix(messages, _mixed);
        _mixer.Settle(messages, Tracker.Length, Tracker);
    }

    /// <summary>The same by push-sum with φ_j in the given scalar; returns φ_i⁺.</summary>
    /// <remarks>Over directed links a late message is one more contribution; only undirected ones, where φ stays 1,
    /// settle.</remarks>
    public double PushSum(RoundMessages messages, int scalarIndex)
    {
        var mass = _mixer.PushSum(messages, scalarIndex, _mixed);
        _mixer.Settle(messages, Tracker.Length, Tracker);
        return mass;
    }

    /// <summary>
    /// y_i ← y_i + (∇g_i(w_i⁺) − ∇g_i(w_i)) / φ_i: dynamic consensus, which keeps Σ φ_i y_i = Σ ∇g_i.
    /// </summary>
    public void Track(double pushSumWeight = 1)
    {
        using var span = RoundTrace.Track();
        Outcome.Cost = _differentiate(Weights, _next);
        _device.AddScaled((float)(1 / pushSumWeight), _next, Tracker);
        _device.AddScaled((float)(-1 / pushSumWeight), Gradient, Tracker);
        (Gradient, _next) = (_next, Gradient);
        Outcome.PushSumWeight = pushSumWeight;
        _roundsInEpoch = Math.Min(_roundsInEpoch + 1, RoundsOfDoubt);
        Publish();
    }

    private void Publish()
    {
        Outcome.Disagreement = _mixer.Disagreement;
        Outcome.Gradient = Gradient;
        Outcome.Tracker = Tracker;
    }
}
