namespace Murmuration.Gossip.Protocol;

/// <summary>Header of a census record.</summary>
/// <param name="Census">Which census of the run, 0-based.</param>
/// <param name="AgentIndex">The agent that the record describes.</param>
/// <param name="Length">Bytes of the record.</param>
/// <param name="Checksum">CRC-32C of prefix, header before the checksum, and payload.</param>
internal readonly record struct CensusRecord(int Census, int AgentIndex, int Length, uint Checksum);
