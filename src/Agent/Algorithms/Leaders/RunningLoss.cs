using Murmuration.Agent.Configuration;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Objectives;

namespace Murmuration.Agent.Algorithms.Leaders;

/// <summary>
/// The loss that leaders are chosen by: mean loss per row, so that agents compare whatever they hold, over the last
/// steps or at the present weights.
/// </summary>
internal sealed class RunningLoss
{
    private readonly LocalProblem _problem;
    private readonly Evaluator? _evaluator;
    private readonly double[] _recent;
    private long _count;

    public RunningLoss(LocalProblem problem, AlgorithmOptions options)
    {
        _problem = problem;
        var window = options.Leader.LossWindow;
        var objective = problem.Objective;
        _evaluator = window > 0 ? null : new(problem.Device, objective.Model, objective.Loss);
        _recent = new double[Math.Max(1, (window + options.LocalSteps - 1) / options.LocalSteps)];
    }

    /// <summary>The loss after a round.</summary>
    /// <param name="cost">Mean of g_i over the steps of the round.</param>
    /// <param name="weights">Where the agent is now.</param>
    /// <param name="nextStep">Number of the step that comes next.</param>
    public double After(double cost, DeviceVector weights, int nextStep)
    {
        var objective = _problem.Objective;
        if (_evaluator is not null)
        {
            objective.SelectBatch(nextStep);
            return _evaluator.Evaluate(weights, objective.Batch).Cost;
        }

        _recent[_count % _recent.Length] = cost / (objective.Scale * objective.Batch.Count);
        _count++;
        var sum = 0.0;
        foreach (var loss in _recent.AsSpan(0, (int)Math.Min(_count, _recent.Length)))
        {
            sum += loss;
        }

        return sum / Math.Min(_count, _recent.Length);
    }

    /// <summary>Puts the recent losses into a state.</summary>
    public void Save(AlgorithmState state)
    {
        state.Set("LossCount", _count);
        for (var k = 0; k < Math.Min(_count, _recent.Length); k++)
        {
            state.Set($"Loss{k}", _recent[k]);
        }
    }

    /// <summary>Takes them up again.</summary>
    public void Load(AlgorithmState state)
    {
        _count = (long)state.Number("LossCount");
        for (var k = 0; k < Math.Min(_count, _recent.Length); k++)
        {
            _recent[k] = state.Number($"Loss{k}");
        }
    }
}
