using Murmuration.Agent.Algorithms.Parallel;
using Murmuration.Agent.Configuration;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms;

/// <summary>Local steps one after another on the agent's device.</summary>
internal sealed class LocalSteps(LocalProblem problem, AlgorithmOptions options) : ILocalSteps
{
    private readonly DeviceVector _gradient = problem.Device.Allocate(problem.WeightCount);
    private readonly StepSizeSchedule _sizes = new(options);
    private readonly IStepRule _rule = StepRules.Create(problem.Device, problem.WeightCount, options.Optimizer);

    public double StepSize { get; private set; } = options.Eta;

    /// <summary>The way of local work that the options ask for.</summary>
    public static ILocalSteps Create(LocalProblem problem, AlgorithmOptions options) =>
        options.Parallel.Name == ParallelKind.None
            ? new LocalSteps(problem, options)
            : new ParallelSteps(problem, options);

    public double Run(DeviceVector weights, int first, int count, DeviceVector? correction = null)
    {
        var cost = 0.0;
        for (var step = first; step < first + count; step++)
        {
            problem.Objective.SelectBatch(step);
            _rule.LookAhead(weights);
            cost += correction is { } added
                ? problem.SocialGradient(weights, _gradient, added)
                : problem.SocialGradient(weights, _gradient);
            StepSize = _sizes[step];
            _rule.Step(StepSize, _gradient, weights);
        }

        return cost / count;
    }

    public void Reset() => _rule.Reset();

    public void Save(AlgorithmState state) => _rule.Save(state);

    public void Load(AlgorithmState state) => _rule.Load(state);
}
