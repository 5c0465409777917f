namespace Murmuration.Gossip.Exchange;

/// <summary>What one agent brings to the consensus step of a round.</summary>
/// <param name="AgentIndex">The agent it comes from.</param>
/// <param name="Weight">Its mixing weight c_ij at the receiving agent.</param>
/// <param name="Vectors">Its vectors; valid until the next call on the exchange.</param>
/// <param name="Scalars">Its scalars; valid until the next call on the exchange.</param>
public readonly record struct Contribution(
    int AgentIndex, double Weight, ReadOnlyMemory<float> Vectors, ReadOnlyMemory<double> Scalars);
