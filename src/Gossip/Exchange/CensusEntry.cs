namespace Murmuration.Gossip.Exchange;

/// <summary>One record of a census, and the neighbour it came from (−1 for the agent's own).</summary>
internal sealed record CensusEntry(int Census, int AgentIndex, int FromIndex, ReadOnlyMemory<byte> Record);
