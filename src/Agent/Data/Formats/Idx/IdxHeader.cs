using System.Buffers.Binary;
using Murmuration.Agent.Data.Rows;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Data.Formats.Idx;

// Grammar (big-endian): 00 00 · element type u8 (08 = unsigned byte) · number of dimensions u8 · each dimension u32
//   · elements, the last dimension fastest.
/// <summary>The header of an IDX file of unsigned bytes.</summary>
/// <param name="Path">The file.</param>
/// <param name="Dimensions">All dimensions; the first counts the rows.</param>
internal sealed record IdxHeader(string Path, IReadOnlyList<long> Dimensions)
{
    private const byte UnsignedByte = 0x08;
    private const int MaximumDimensions = 4;

    /// <summary>Rows.</summary>
    public long Count => Dimensions[0];

    /// <summary>The dimensions of a row; none for labels.</summary>
    public IReadOnlyList<int> RowShape => [.. Dimensions.Skip(1).Select(extent => (int)extent)];

    /// <summary>Lines × numbers, or channels × lines × numbers; a list of numbers is no image.</summary>
    public ImageShape? Image => RowShape switch
    {
        [var height, var width] => new ImageShape(1, height, width),
        [var channels, var height, var width] => new ImageShape(channels, height, width),
        _ => null,
    };

    /// <summary>Bytes in a row; 1 for labels.</summary>
    public int RowLength => (int)Dimensions.Skip(1).Aggregate(1L, SaturatingProduct);

    /// <summary>Bytes that follow the header.</summary>
    public long ByteCount => Count * RowLength;

    /// <summary>Such as "10 × 2 × 3".</summary>
    public string Shape => string.Join(" × ", Dimensions);

    /// <summary>Whether a file begins as an IDX file does.</summary>
    public static bool IsBeginning(ReadOnlySpan<byte> bytes) =>
        bytes is [0, 0, UnsignedByte or 0x09 or (>= 0x0B and <= 0x0E), ..];

    /// <summary>Reads the header of an array of at least so many dimensions; 1 is for labels.</summary>
    /// <exception cref="DataException">There is none, or it promises nothing that can be read.</exception>
    public static IdxHeader Read(Stream stream, string path, int leastDimensions)
    {
        var header = new IdxHeader(path, ReadDimensions(stream, path));
        var count = header.Dimensions.Count;
        if (count < leastDimensions || (leastDimensions == 1 && count > 1))
        {
            var expected = leastDimensions == 1 ? "labels (1 dimension)" : "images (2 dimensions or more)";
            throw new DataException($"{path}: has {count} dimensions where {expected} were expected");
        }

        if (header.Count == 0 || header.RowLength == 0)
        {
            throw new DataException($"{path}: is empty: the header says {header.Shape}");
        }

        return header.RowLength <= RowSink.WidestRow
            ? header
            : throw new DataException($"{path}: the header says {header.Shape} bytes, more than this program holds");
    }

    private static long[] ReadDimensions(Stream stream, string path)
    {
        Span<byte> magic = stackalloc byte[4];
        var length = stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        if (length == 0)
        {
            throw new DataException($"{path}: is empty");
        }

        if (length < 4 || magic[0] != 0 || magic[1] != 0 || magic[3] is 0 or > MaximumDimensions)
        {
            var found = Convert.ToHexString(magic[..length]);
            throw new DataException($"{path}: is not an IDX file: it starts with {found}, not with 000008 and 01..04");
        }

        if (magic[2] != UnsignedByte)
        {
            throw new DataException(
                $"{path}: has IDX elements of type 0x{magic[2]:X2}; only unsigned bytes (0x08) are read");
        }

        Span<byte> sizes = stackalloc byte[4 * magic[3]];
        length = stream.ReadAtLeast(sizes, sizes.Length, throwOnEndOfStream: false);
        if (length < sizes.Length)
        {
            throw new DataException(
                $"{path}: is cut within its header: {4 + sizes.Length} bytes expected, {4 + length} found");
        }

        var dimensions = new long[magic[3]];
        for (var i = 0; i < dimensions.Length; i++)
        {
            dimensions[i] = BinaryPrimitives.ReadUInt32BigEndian(sizes[(4 * i)..]);
        }

        return dimensions;
    }

    // Sizes are below 2³², so that a product that is still small enough cannot overflow with the next.
    private static long SaturatingProduct(long a, long b) => Math.Min(a * b, int.MaxValue);
}
