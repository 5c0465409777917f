using Murmuration.Agent.Configuration;
using Murmuration.Agent.Telemetry;
using Murmuration.Gossip.Exchange;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms;

/// <summary>
/// The local steps of a round, the mixing after them and what both tell, for algorithms that exchange after several
/// steps: the cost of a round is the mean of g_i over its steps, so that no gradient is taken for the report alone.
/// </summary>
internal sealed class LocalRounds(LocalProblem problem, AlgorithmOptions options)
{
    private const string Weights = "Weights";

    private readonly ILocalSteps _steps = LocalSteps.Create(problem, options);

    /// <summary>The consensus step.</summary>
    public Mixer Mixer { get; } = new(problem.Device, problem.WeightCount);

    /// <summary>What the last round looked like.</summary>
    public RoundOutcome Outcome { get; } = new() { StepSize = options.Eta, IsSocial = true };

    /// <summary>Takes the weights that a run begins with, forgets all momentum and measures the cost.</summary>
    /// <param name="first">The weights, length Q.</param>
    /// <param name="weights">Where they go.</param>
    /// <param name="round">The first round to be done.</param>
    /// <param name="scratch">Room for a gradient, length Q.</param>
    public void Start(ReadOnlySpan<float> first, DeviceVector weights, int round, DeviceVector scratch)
    {
        problem.Device.Upload(first, weights);
        _steps.Reset();
        problem.Objective.SelectBatch(round * options.LocalSteps);
        Outcome.Cost = problem.SocialGradient(weights, scratch);
    }

    /// <summary>Does the steps of a round, round · localSteps and those after it, on the weights.</summary>
    /// <param name="weights">w, length Q; changed in place.</param>
    /// <param name="round">The round.</param>
    /// <param name="correction">Added to every gradient, or null.</param>
    public void Run(DeviceVector weights, int round, DeviceVector? correction = null)
    {
        using var span = RoundTrace.Solve();
        Outcome.Cost = _steps.Run(weights, round * options.LocalSteps, options.LocalSteps, correction);
        Outcome.StepSize = _steps.StepSize;
    }

    /// <summary>result = Σ_j c_ij x_j over the agent and its in-neighbours.</summary>
    public void Mix(RoundMessages messages, DeviceVector result)
    {
        Mixer.Mix(messages, result);
        Outcome.Disagreement = Mixer.Disagreement;
    }

    /// <summary>Puts the weights and what else the next round needs into a state.</summary>
    public void Save(AlgorithmState state, DeviceVector weights)
    {
        state.Set(Weights, problem.Device.Stage(weights));
        state.Set(nameof(Outcome.Cost), Outcome.Cost);
        state.Set(nameof(Outcome.StepSize), Outcome.StepSize);
        state.Set(nameof(Outcome.Disagreement), Outcome.Disagreement);
        _steps.Save(state);
    }

    /// <summary>Takes them up again.</summary>
    public void Load(AlgorithmState state, DeviceVector weights)
    {
        problem.Device.Upload(state.Vector(Weights, problem.WeightCount), weights);
        Outcome.Cost = state.Number(nameof(Outcome.Cost));
        Outcome.StepSize = state.Number(nameof(Outcome.StepSize));
        Outcome.Disagreement = Mixer.Disagreement = state.Number(nameof(Outcome.Disagreement));
        _steps.Load(state);
    }
}
