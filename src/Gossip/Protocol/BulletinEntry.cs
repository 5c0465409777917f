using Murmuration.Gossip.Exchange;

namespace Murmuration.Gossip.Protocol;

/// <summary>Header of a bulletin record.</summary>
/// <param name="Record">The record without its payload.</param>
/// <param name="Length">Bytes of the payload.</param>
/// <param name="Checksum">CRC-32C of prefix, header before the checksum, and payload.</param>
internal readonly record struct BulletinEntry(AgentRecord Record, int Length, uint Checksum);
