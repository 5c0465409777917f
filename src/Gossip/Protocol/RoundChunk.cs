namespace Murmuration.Gossip.Protocol;

/// <summary>Header of one chunk of a round's message.</summary>
/// <param name="Round">The round.</param>
/// <param name="Epoch">Label of the tracking epoch that the message belongs to.</param>
/// <param name="Offset">First float of the chunk within the message.</param>
/// <param name="Length">Floats in the chunk.</param>
/// <param name="Total">Floats in the whole message.</param>
/// <param name="Checksum">CRC-32C of prefix, header before the checksum, and payload.</param>
internal readonly record struct RoundChunk(
    int Round, ulong Epoch, int Offset, int Length, int Total, uint Checksum)
{
    public int PayloadBytes => Length * sizeof(float);

    public bool IsLast => Offset + Length == Total;
}
