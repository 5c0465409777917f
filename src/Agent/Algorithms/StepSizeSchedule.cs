using Murmuration.Agent.Configuration;

namespace Murmuration.Agent.Algorithms;

/// <summary>
/// Size of every local step as a function of its number alone, so that an agent that comes late, skips rounds or goes
/// on from a checkpoint steps as far as the others.
/// </summary>
/// <remarks>
/// η[k] = η · min(1, (k + 1) / warmUp) · factor(k), with factor(k) = 1 (constant), decay to the number of falls up to k
/// (step), or (1 + cos(π (k − warmUp) / (steps − warmUp))) / 2 (cosine; I. Loshchilov, F. Hutter, "SGDR: stochastic
/// gradient descent with warm restarts", ICLR 2017, equation 5 with one period).
/// </remarks>
internal sealed class StepSizeSchedule
{
    private readonly double _eta;
    private readonly OptimizerOptions _options;
    private readonly int _steps;

    /// <summary>Sizes of the steps that the options describe.</summary>
    /// <exception cref="ArgumentException">Cosine is asked for, and nothing says when it ends.</exception>
    public StepSizeSchedule(AlgorithmOptions options)
    {
        (_eta, _options) = (options.Eta, options.Optimizer);
        _steps = options.Optimizer.Steps ?? 0;
        if (_options.Schedule == StepScheduleKind.Cosine && options.Optimizer.Steps is null)
        {
            throw new ArgumentException("The schedule 'cosine' has no number of steps.", nameof(options));
        }
    }

    /// <summary>η[k] of a step, 0-based.</summary>
    public double this[int step] => _eta * WarmUp(step) * Factor(step);

    /// <summary>Σ η[k] over some steps in a row.</summary>
    public double Sum(int first, int count)
    {
        var sum = 0.0;
        for (var step = first; step < first + count; step++)
        {
            sum += this[step];
        }

        return sum;
    }

    private double WarmUp(int step) => step < _options.WarmUp ? (step + 1.0) / _options.WarmUp : 1;

    private double Factor(int step) => _options.Schedule switch
    {
        StepScheduleKind.Step => Math.Pow(_options.Decay, Falls(step)),
        StepScheduleKind.Cosine => Cosine(step),
        _ => 1,
    };

    private int Falls(int step)
    {
        if (_options.DecayEvery > 0)
        {
            return step / _options.DecayEvery;
        }

        var falls = 0;
        while (falls < _options.Milestones.Count && _options.Milestones[falls] <= step)
        {
            falls++;
        }

        return falls;
    }

    private double Cosine(int step)
    {
        var passed = (double)Math.Max(0, step - _options.WarmUp) / Math.Max(1, _steps - _options.WarmUp);
        return passed < 1 ? (1 + Math.Cos(Math.PI * passed)) / 2 : 0;
    }
}
