namespace Murmuration.Agent.Data.Files;

/// <summary>
/// Unsigned bytes of an IDX file: the first rows of an array whose header announced <paramref name="TotalCount"/>.
/// </summary>
/// <param name="Path">The file.</param>
/// <param name="TotalCount">Size of the first dimension in the header.</param>
/// <param name="RowLength">Product of the other dimensions; 1 for labels.</param>
/// <param name="Bytes">The rows that were read.</param>
internal sealed record IdxArray(string Path, int TotalCount, int RowLength, byte[] Bytes)
{
    /// <summary>Rows that were read.</summary>
    public int Count => Bytes.Length / RowLength;
}
