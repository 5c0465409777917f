namespace Murmuration.Gossip.Exchange;

/// <summary>What an agent is to do next.</summary>
/// <param name="Round">The round: the next one, or a later one when the network has gone on without this
/// agent.</param>
/// <param name="IsNewEpoch">Since the round before, a tracking epoch has begun: the tracker starts anew at the present
/// weights.</param>
/// <param name="Skipped">Rounds passed over because the network has gone on, 0 normally.</param>
public readonly record struct RoundStart(int Round, bool IsNewEpoch, int Skipped);
