namespace Murmuration.Gossip.Exchange;

/// <summary>
/// A message that missed its round: the agent went on without the link, and now makes up for it, so that the link
/// counts exactly once at both ends and conserved sums stay exact: x_i ← x_i + c_ij (x_j[n] − x_i[n]).
/// </summary>
/// <param name="AgentIndex">The neighbour j it comes from.</param>
/// <param name="Round">The round n it belongs to.</param>
/// <param name="Weight">Mixing weight c_ij of that round.</param>
/// <param name="Theirs">The neighbour's vectors of round n; valid until the next call on the exchange.</param>
/// <param name="Own">This agent's vectors of round n; valid until the next call on the exchange.</param>
public readonly record struct Settlement(
    int AgentIndex, int Round, double Weight, ReadOnlyMemory<float> Theirs, ReadOnlyMemory<float> Own);
