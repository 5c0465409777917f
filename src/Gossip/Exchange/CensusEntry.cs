namespace Murmuration.Gossip.Exchange;

/// <summary>
/// One record of a census, and the neighbour it came from (−1 for the agent's own). The record with the index behind
/// the last agent's closes the census: one byte per agent, 0 for those that it goes on without.
/// </summary>
internal sealed record CensusEntry(int Census, int AgentIndex, int FromIndex, ReadOnlyMemory<byte> Record);
