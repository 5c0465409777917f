using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Exchange;

namespace Murmuration.Agent.Algorithms;

/// <summary>The proximal weight τ of the local problems over the rounds.</summary>
internal abstract class ProximalWeight
{
    /// <summary>τ of this round, positive.</summary>
    public abstract double Tau { get; }

    /// <summary>What travels beside the vectors so that the agents agree on τ.</summary>
    public abstract ReadOnlyMemory<double> Scalars { get; }

    /// <summary><see cref="Compare"/> needs the rows of the round, so that those of the next cannot be fetched while
    /// messages travel.</summary>
    public abstract bool ComparesBatch { get; }

    /// <summary>The rule that the options ask for.</summary>
    public static ProximalWeight Create(LocalProblem problem, AlgorithmOptions options) => options.TauRule switch
    {
        TauRule.Adaptive => new AdaptiveProximalWeight(problem, options.Tau),
        _ => new ConstantProximalWeight(options.Tau),
    };

    /// <summary>
    /// Notes the curvature that the surrogate supposes along the step of this round, whose step size is α.
    /// </summary>
    public abstract void Predict(TrackedState state, double alpha);

    /// <summary>Mixes the neighbours' scalars.</summary>
    public abstract void Mix(RoundMessages messages);

    /// <summary>Compares it with what the mixed step has met, on the rows of this round.</summary>
    public abstract void Compare(TrackedState state);

    /// <summary>Puts into a state what τ of the next rounds depends on.</summary>
    public abstract void Save(AlgorithmState state);

    /// <summary>Takes it up again.</summary>
    public abstract void Load(AlgorithmState state);
}
