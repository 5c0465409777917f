using Murmuration.Agent.Data.Rows;

namespace Murmuration.Agent.Data.Formats.Idx;

/// <summary>Reads what follows an IDX header; what it promises costs nothing.</summary>
internal static class IdxReader
{
    private const int ChunkLength = 1 << 16;

    /// <summary>Reads at most <paramref name="limit"/> labels.</summary>
    /// <exception cref="DataException">The file is shorter or longer than its header says.</exception>
    public static byte[] ReadBytes(Stream stream, IdxHeader header, int limit)
    {
        var labels = new List<byte>();
        var chunk = new byte[ChunkLength];
        var wanted = Math.Min(header.Count, limit);
        while (labels.Count < wanted)
        {
            var length = (int)Math.Min(chunk.Length, wanted - labels.Count);
            var found = stream.ReadAtLeast(chunk.AsSpan(0, length), length, throwOnEndOfStream: false);
            labels.AddRange(chunk.AsSpan(0, found));
            RequireAll(header, found == length, labels.Count);
        }

        RequireEnd(stream, header, wanted);
        return [.. labels];
    }

    /// <summary>Reads at most <paramref name="limit"/> images into a sink.</summary>
    /// <exception cref="DataException">The file is shorter or longer than its header says.</exception>
    public static void ReadRows(Stream stream, IdxHeader header, int limit, RowSink rows)
    {
        var (bytes, row) = (new byte[header.RowLength], new float[header.RowLength]);
        var wanted = Math.Min(header.Count, limit);
        while (rows.Count < wanted)
        {
            var found = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            RequireAll(header, found == bytes.Length, ((long)rows.Count * bytes.Length) + found);
            for (var k = 0; k < row.Length; k++)
            {
                row[k] = bytes[k];
            }

            rows.Add(row);
        }

        RequireEnd(stream, header, wanted);
    }

    private static void RequireAll(IdxHeader header, bool isThere, long found)
    {
        if (!isThere)
        {
            throw new DataException(
                $"{header.Path}: is cut: the header says {header.Shape} = {header.ByteCount} bytes, "
                + $"the file has {found}");
        }
    }

    private static void RequireEnd(Stream stream, IdxHeader header, long wanted)
    {
        if (wanted == header.Count && stream.ReadByte() >= 0)
        {
            throw new DataException($"{header.Path}: goes on after the {header.ByteCount} bytes that its header says");
        }
    }
}
