namespace Murmuration.Agent.Configuration;

/// <summary>The key <c>algorithm.optimizer</c> of a run file: how local gradient steps of size η are taken.</summary>
internal sealed record OptimizerOptions
{
    /// <summary>Momentum where none is given.</summary>
    public const double DefaultMomentum = 0.9;

    /// <summary>The rule of one step.</summary>
    public OptimizerKind Name { get; init; } = OptimizerKind.Sgd;

    /// <summary>
    /// Momentum of momentum (m) and nesterov (δ), in [0, 1); by default <see cref="DefaultMomentum"/>; eamsgd and
    /// mDownpour use it without a name too, where their default is the paper's.
    /// </summary>
    public double? Momentum { get; init; }

    /// <summary>
    /// Weight decay λ, 0 or more: sgd, momentum and nesterov add λ w to the gradient; adamW takes η λ w off the weights
    /// beside its step. It acts on all weights, biases too, and is no part of the social cost, as <c>regularizer.l2</c>
    /// is.
    /// </summary>
    public double WeightDecay { get; init; }

    /// <summary>What adamW keeps of its mean gradient in a step, in [0, 1).</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>What adamW keeps of its mean squared gradient in a step, in [0, 1).</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>What adamW adds to the root it divides by, positive.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>How the step size develops over the steps.</summary>
    public StepScheduleKind Schedule { get; init; } = StepScheduleKind.Constant;

    /// <summary>Factor of the schedule <c>step</c>, in (0, 1].</summary>
    public double Decay { get; init; } = 0.1;

    /// <summary>Steps after which <c>step</c> takes its factor, again and again; 0 with milestones.</summary>
    public int DecayEvery { get; init; }

    /// <summary>Steps at which <c>step</c> takes its factor, ascending; in place of <c>decayEvery</c>.</summary>
    public IReadOnlyList<int> Milestones { get; init; } = [];

    /// <summary>First steps, over which η grows from η / warmUp to η in equal parts; 0 for none.</summary>
    public int WarmUp { get; init; }

    /// <summary>Step at which <c>cosine</c> is zero; by default the end of the run, rounds · localSteps.</summary>
    public int? Steps { get; init; }
}
