namespace Murmuration.Gossip.Exchange;

/// <summary>What one end of a link tells the other about it; every number only grows while both ends keep their
/// state.</summary>
/// <param name="Received">Round of the last message received completely from the other, −1 before the first.</param>
/// <param name="Declined">Last round of the other's messages that does not count at this end, −1 for none.</param>
/// <param name="Round">The round that this end has begun last, −1 before the first.</param>
/// <param name="Taken">Letters of the other that the algorithm at this end has taken.</param>
internal readonly record struct LinkReport(int Received, int Declined, int Round, long Taken = 0);
