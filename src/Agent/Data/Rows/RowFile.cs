using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Murmuration.Agent.Data.Rows;

// Layout, little-endian: 'MURMROWS' · u32 version · i32 numbers in a row · i64 rows · i64 numbers of targets
//   · i64 bytes of notes · zeros up to 64 bytes · rows, f32 · targets, i32 (labels) or f32 · notes, JSON.
/// <summary>
/// A file with a whole set, so that a later start need not read the source again. The header is written last: a file
/// without one is not finished.
/// </summary>
internal static class RowFile
{
    /// <summary>Offset of the first row.</summary>
    public const int Start = 64;

    private const uint Version = 1;
    private const long LongestNotes = 1 << 26;

    private static ReadOnlySpan<byte> Magic => "MURMROWS"u8;

    /// <summary>Finishes a file that holds rows behind the room for the header.</summary>
    /// <param name="file">The file.</param>
    /// <param name="rows">What it holds.</param>
    /// <param name="targets">The targets, labels by their bits.</param>
    /// <param name="notes">What else there is to know of the set.</param>
    public static void Seal<T>(FileStream file, (int Width, int Count) rows, ReadOnlySpan<float> targets, T notes)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(notes);
        file.Position = Start + ((long)rows.Count * rows.Width * sizeof(float));
        file.Write(MemoryMarshal.AsBytes(targets));
        file.Write(text);
        Span<byte> header = stackalloc byte[Start];
        header.Clear();
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], rows.Width);
        BinaryPrimitives.WriteInt64LittleEndian(header[16..], rows.Count);
        BinaryPrimitives.WriteInt64LittleEndian(header[24..], targets.Length);
        BinaryPrimitives.WriteInt64LittleEndian(header[32..], text.Length);
        file.Position = 0;
        file.Write(header);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Opens a finished file; null where it is none, or is damaged.</summary>
    public static (FileRows Rows, float[] Targets, T Notes)? TryOpen<T>(string path)
        where T : class
    {
        FileStream? file = null;
        try
        {
            file = File.OpenRead(path);
            return Open<T>(file, path) ?? throw new InvalidDataException();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException
            or InvalidDataException)
        {
            file?.Dispose();
            return null;
        }
    }

    private static (FileRows Rows, float[] Targets, T Notes)? Open<T>(FileStream file, string path)
        where T : class
    {
        var header = new byte[Start];
        file.ReadExactly(header);
        var (width, count, targetCount, noteLength) = (
            BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(12)),
            BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(16)),
            BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(24)),
            BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(32)));
        if (!header.AsSpan().StartsWith(Magic)
            || BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(8)) != Version
            || width is < 1 or > RowSink.WidestRow
            || count is < 1 or > int.MaxValue
            || targetCount is < 0 or > int.MaxValue
            || noteLength is < 2 or > LongestNotes
            || file.Length != Start + (count * width * sizeof(float)) + (targetCount * sizeof(float)) + noteLength)
        {
            return null;
        }

        file.Position = Start + (count * width * sizeof(float));
        var (targets, text) = (new float[targetCount], new byte[noteLength]);
        file.ReadExactly(MemoryMarshal.AsBytes(targets.AsSpan()));
        file.ReadExactly(text);
        return JsonSerializer.Deserialize<T>(text) is { } notes
            ? (new FileRows(file, path, Start, width, (int)count), targets, notes)
            : null;
    }
}
