using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Murmuration.Agent.Data.Rows;

/// <summary>
/// Rows of float32 numbers (little-endian, one row after the other) that stay in a file and are read when they are
/// asked for; any number of threads may read. Read with offsets and not mapped into memory: a file that somebody
/// shortens is then an error, not the end of the process.
/// </summary>
/// <param name="file">The open file; it is closed when nobody refers to the rows any more.</param>
/// <param name="name">What the file is called in errors.</param>
/// <param name="start">Offset of the first row in bytes.</param>
/// <param name="width">Numbers in a row.</param>
/// <param name="count">Rows.</param>
internal sealed class FileRows(FileStream file, string name, long start, int width, int count)
{
    /// <summary>The file.</summary>
    public FileStream File => file;

    /// <summary>Numbers in a row.</summary>
    public int Width => width;

    /// <summary>Rows.</summary>
    public int Count => count;

    /// <summary>Bytes of all rows.</summary>
    public long ByteCount => (long)count * width * sizeof(float);

    /// <summary>Reads as many consecutive rows as the result holds.</summary>
    /// <exception cref="DataException">The file is damaged or was shortened.</exception>
    public void Read(int first, Span<float> result)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, count - (result.Length / width));
        var bytes = MemoryMarshal.AsBytes(result);
        var offset = start + ((long)first * width * sizeof(float));
        try
        {
            while (!bytes.IsEmpty)
            {
                var length = RandomAccess.Read(file.SafeFileHandle, bytes, offset);
                bytes = length > 0 ? bytes[length..] : throw Shortened();
                offset += length;
            }
        }
        catch (IOException error)
        {
            throw new DataException($"{name}: cannot be read: {error.Message}", error);
        }

        if (!BitConverter.IsLittleEndian)
        {
            var words = MemoryMarshal.Cast<float, int>(result);
            BinaryPrimitives.ReverseEndianness(words, words);
        }
    }

    /// <summary>Reads the rows with the given indices in their order; neighbours are read at once.</summary>
    /// <exception cref="DataException">The file is damaged or was shortened.</exception>
    public void Read(ReadOnlySpan<int> rows, Span<float> result)
    {
        while (!rows.IsEmpty)
        {
            var run = 1;
            while (run < rows.Length && rows[run] == rows[run - 1] + 1)
            {
                run++;
            }

            Read(rows[0], result[..(run * width)]);
            rows = rows[run..];
            result = result[(run * width)..];
        }
    }

    private DataException Shortened() =>
        new($"{name}: was shortened while its rows were in use: it ends before row {count}");
}
