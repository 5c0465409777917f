using Murmuration.Gossip.Exchange;

namespace Murmuration.Agent.Algorithms;

/// <summary>The same τ in every round.</summary>
internal sealed class ConstantProximalWeight(double tau) : ProximalWeight
{
    public override bool ComparesBatch => false;

    public override double Tau => tau;

    public override ReadOnlyMemory<double> Scalars => default;

    public override void Predict(TrackedState state, double alpha)
    {
    }

    public override void Mix(RoundMessages messages)
    {
    }

    public override void Compare(TrackedState state)
    {
    }

    public override void Save(AlgorithmState state)
    {
    }

    public override void Load(AlgorithmState state)
    {
    }
}
