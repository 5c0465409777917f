using System.Buffers.Binary;

namespace Murmuration.Agent.Data.Files;

// Grammar (big-endian): 00 00 · element type u8 (08 = unsigned byte) · number of dimensions u8 · each dimension u32
//   · elements, the last dimension fastest.
/// <summary>
/// Reads IDX files, the format of MNIST; never takes more memory than twice what the file really holds.
/// </summary>
internal static class IdxReader
{
    private const byte UnsignedByte = 0x08;
    private const int MaximumDimensions = 4;
    private const int FirstChunkLength = 1 << 16;

    /// <summary>
    /// Reads an array of at least <paramref name="leastDimensions"/> dimensions, at most <paramref name="limit"/> rows.
    /// </summary>
    public static IdxArray Read(string path, int leastDimensions, int limit) =>
        DataFile.Read(path, stream => Read(stream, path, leastDimensions, limit));

    private static IdxArray Read(Stream stream, string path, int leastDimensions, int limit)
    {
        var dimensions = ReadHeader(stream, path);
        if (dimensions.Length < leastDimensions || (leastDimensions == 1 && dimensions.Length > 1))
        {
            var expected = leastDimensions == 1 ? "labels (1 dimension)" : "images (2 dimensions or more)";
            throw new DataException($"{path}: has {dimensions.Length} dimensions where {expected} were expected");
        }

        var rowLength = dimensions.Skip(1).Aggregate(1L, SaturatingProduct);
        var count = dimensions[0];
        RequireSizes(path, dimensions, count, rowLength);
        var wanted = Math.Min(count, limit) * rowLength;
        var bytes = ReadPayload(stream, wanted);
        if (bytes.Length < wanted)
        {
            var shape = string.Join(" × ", dimensions);
            throw new DataException(
                $"{path}: is cut: the header says {shape} = {count * rowLength} bytes, the file has {bytes.Length}");
        }

        if (wanted == count * rowLength && stream.ReadByte() >= 0)
        {
            throw new DataException($"{path}: goes on after the {wanted} bytes that its header says");
        }

        return new IdxArray(path, (int)count, [.. dimensions.Skip(1).Select(extent => (int)extent)], bytes);
    }

    private static long[] ReadHeader(Stream stream, string path)
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

    private static void RequireSizes(string path, long[] dimensions, long count, long rowLength)
    {
        var shape = string.Join(" × ", dimensions);
        if (count == 0 || rowLength == 0)
        {
            throw new DataException($"{path}: is empty: the header says {shape}");
        }

        if (SaturatingProduct(count, rowLength) > Array.MaxLength)
        {
            throw new DataException($"{path}: the header says {shape} bytes, more than this program holds");
        }
    }

    // The buffer grows with what has come, so that a header's promise costs nothing.
    private static byte[] ReadPayload(Stream stream, long wanted)
    {
        var bytes = new byte[Math.Min(wanted, FirstChunkLength)];
        var filled = 0;
        while (true)
        {
            filled += stream.ReadAtLeast(bytes.AsSpan(filled), bytes.Length - filled, throwOnEndOfStream: false);
            if (filled < bytes.Length || filled == wanted)
            {
                return bytes[..filled];
            }

            Array.Resize(ref bytes, (int)Math.Min(wanted, 2L * bytes.Length));
        }
    }

    // Sizes are below 2³², so that a product that is still small enough cannot overflow with the next.
    private static long SaturatingProduct(long a, long b) => Math.Min(a * b, int.MaxValue);
}
