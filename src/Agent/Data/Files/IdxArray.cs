namespace Murmuration.Agent.Data.Files;

/// <summary>
/// Unsigned bytes of an IDX file: the first rows of an array whose header announced <paramref name="TotalCount"/>.
/// </summary>
/// <param name="Path">The file.</param>
/// <param name="TotalCount">Size of the first dimension in the header.</param>
/// <param name="RowShape">The other dimensions; none for labels.</param>
/// <param name="Bytes">The rows that were read.</param>
internal sealed record IdxArray(string Path, int TotalCount, IReadOnlyList<int> RowShape, byte[] Bytes)
{
    /// <summary>Bytes in a row; 1 for labels.</summary>
    public int RowLength { get; } = RowShape.Aggregate(1, (product, extent) => product * extent);

    /// <summary>Rows that were read.</summary>
    public int Count => Bytes.Length / RowLength;
}
