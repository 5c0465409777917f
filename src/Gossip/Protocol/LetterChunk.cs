namespace Murmuration.Gossip.Protocol;

/// <summary>Header of one chunk of a letter.</summary>
/// <param name="Number">Number of the letter on its link, 0-based.</param>
/// <param name="Kind">What the letter is, by the numbering of the algorithm.</param>
/// <param name="Offset">First float of the chunk within the letter.</param>
/// <param name="Length">Floats in the chunk.</param>
/// <param name="Total">Floats in the whole letter.</param>
/// <param name="ScalarCount">Scalars of the letter; 0 in all chunks but the first.</param>
/// <param name="Checksum">CRC-32C of prefix, header before the checksum, and payload.</param>
internal readonly record struct LetterChunk(
    long Number, int Kind, int Offset, int Length, int Total, int ScalarCount, uint Checksum)
{
    public int PayloadBytes => Length * sizeof(float);

    public bool IsLast => Offset + Length == Total;
}
