using System.Buffers;
using System.Buffers.Binary;

namespace Murmuration.Agent.Checkpoints;

/// <summary>Passes numbers to and from a stream in little-endian order, through one small buffer.</summary>
internal static class LittleEndian
{
    private const int BufferBytes = 1 << 16;
    private const int BufferFloats = BufferBytes / sizeof(float);

    /// <summary>Writes all values.</summary>
    public static void Write(Stream stream, ReadOnlySpan<float> values)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        while (!values.IsEmpty)
        {
            var count = Math.Min(values.Length, BufferFloats);
            for (var k = 0; k < count; k++)
            {
                BinaryPrimitives.WriteSingleLittleEndian(buffer.AsSpan(k * sizeof(float)), values[k]);
            }

            stream.Write(buffer, 0, count * sizeof(float));
            values = values[count..];
        }

        ArrayPool<byte>.Shared.Return(buffer);
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
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        while (!values.IsEmpty)
        {
            var count = Math.Min(values.Length, BufferFloats);
            stream.ReadExactly(buffer, 0, count * sizeof(float));
            for (var k = 0; k < count; k++)
            {
                values[k] = BinaryPrimitives.ReadSingleLittleEndian(buffer.AsSpan(k * sizeof(float)));
            }

            values = values[count..];
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Reads one number.</summary>
    public static double ReadDouble(Stream stream)
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        stream.ReadExactly(bytes);
        return BinaryPrimitives.ReadDoubleLittleEndian(bytes);
    }
}
