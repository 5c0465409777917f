using Murmuration.Agent.Configuration;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms;

/// <summary>
/// The local steps of a round and what they tell, for algorithms that exchange after several of them: the cost of a
/// round is the mean of g_i over its steps, so that no gradient is taken for the report alone.
/// </summary>
internal sealed class LocalRounds(LocalProblem problem, AlgorithmOptions options)
{
    private readonly ILocalSteps _steps = LocalSteps.Create(problem, options);

    /// <summary>What the last round looked like.</summary>
    public RoundOutcome Outcome { get; } = new() { StepSize = options.Eta };

    /// <summary>Forgets all momentum and measures the cost at weights that a run begins with.</summary>
    /// <param name="weights">w, length Q.</param>
    /// <param name="round">The first round to be done.</param>
    /// <param name="scratch">Room for a gradient, length Q.</param>
    public void Start(DeviceVector weights, int round, DeviceVector scratch)
    {
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
        Outcome.Cost = _steps.Run(weights, round * options.LocalSteps, options.LocalSteps, correction);
        Outcome.StepSize = _steps.StepSize;
    }

    /// <summary>Puts what the next round needs into a state.</summary>
    public void Save(AlgorithmState state)
    {
        state.Set(nameof(Outcome.Cost), Outcome.Cost);
        state.Set(nameof(Outcome.StepSize), Outcome.StepSize);
        state.Set(nameof(Outcome.Disagreement), Outcome.Disagreement);
        _steps.Save(state);
    }

    /// <summary>Takes it up again.</summary>
    public void Load(AlgorithmState state)
    {
        Outcome.Cost = state.Number(nameof(Outcome.Cost));
        Outcome.StepSize = state.Number(nameof(Outcome.StepSize));
        Outcome.Disagreement = state.Number(nameof(Outcome.Disagreement));
        _steps.Load(state);
    }
}
