using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Murmuration.Agent.Checkpoints;

/// <summary>Passes numbers between memory and a stream in little-endian order, without a copy of them all.</summary>
internal static class LittleEndian
{
    /// <summary>A stream that hashes takes as much memory again as it is given at a time.</summary>
    private const int PieceFloats = 1 << 14;

    /// <summary>Writes all values.</summary>
    public static void Write(Stream stream, ReadOnlySpan<float> values)
    {
        for (; !values.IsEmpty; values = values[Math.Min(values.Length, PieceFloats)..])
        {
            WritePiece(stream, values[..Math.Min(values.Length, PieceFloats)]);
        }
    }

    /// <summary>Writes one number.</summary>
    public static void Write(Stream stream, double value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        stream.Write(bytes);
    }

    /// <summary>Reads as many values as there is room for.</summary>
    public static void Read(Stream stream, Span<float> values)
    {
        stream.ReadExactly(MemoryMarshal.AsBytes(values));
        if (!BitConverter.IsLittleEndian)
        {
            var words = MemoryMarshal.Cast<float, int>(values);
            BinaryPrimitives.ReverseEndianness(words, words);
        }
    }

    /// <summary>Reads one number.</summary>
    public static double ReadDouble(Stream stream)
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        stream.ReadExactly(bytes);
        return BinaryPrimitives.ReadDoubleLittleEndian(bytes);
    }

    private static void WritePiece(Stream stream, ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            stream.Write(MemoryMarshal.AsBytes(values));
            return;
        }

        var words = ArrayPool<int>.Shared.Rent(values.Length);
        BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<float, int>(values), words);
        stream.Write(MemoryMarshal.AsBytes(words.AsSpan(0, values.Length)));
        ArrayPool<int>.Shared.Return(words);
    }
}
