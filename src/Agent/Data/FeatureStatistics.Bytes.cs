using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Murmuration.Agent.Data;

// Layout, little-endian: u32 version · i64 rows · i32 inputs · i32 targets · i32 classes
//   · per column f64 mean · per column f64 sum of squared differences from it
//   · per column f32 smallest · per column f32 largest.
internal sealed partial class FeatureStatistics
{
    private const uint Version = 2;
    private const int HeaderLength = 24;

    // More rows than a network holds, and few enough that no sum over agents overflows.
    private const long MaximumCount = 1L << 40;

    private const int ColumnLength = (2 * sizeof(double)) + (2 * sizeof(float));

    /// <summary>The statistics as bytes for the census record: 24 + 24 per column.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[LengthOf(InputCount, TargetCount)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Version);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(4), Count);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), InputCount);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), TargetCount);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(20), ClassCount);
        var rest = Write(_means, bytes.AsSpan(HeaderLength));
        rest = Write(_squares, rest);
        rest = Write(_minima, rest);
        Write(_maxima, rest);
        return bytes;
    }

    /// <summary>
    /// Reads what <see cref="ToBytes"/> wrote at another agent; throws <see cref="DataException"/> for anything else,
    /// and takes no memory before the counts agree with the length.
    /// </summary>
    public static FeatureStatistics FromBytes(ReadOnlySpan<byte> bytes)
    {
        Require(bytes.Length >= HeaderLength, "they are shorter than their header");
        var version = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        Require(version == Version, $"they have version {version}, this program reads {Version}");
        var count = BinaryPrimitives.ReadInt64LittleEndian(bytes[4..]);
        var inputCount = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
        var targetCount = BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]);
        var classCount = BinaryPrimitives.ReadInt32LittleEndian(bytes[20..]);
        var areCounts = count is >= 0 and <= MaximumCount && inputCount > 0 && targetCount >= 0 && classCount >= 0;
        Require(areCounts, "a count in them is out of range");
        var length = LengthOf(inputCount, targetCount);
        Require(bytes.Length == length, $"they have {bytes.Length} bytes, their counts need {length}");
        var result = new FeatureStatistics(count, inputCount, targetCount, classCount);
        result.ReadColumns(bytes[HeaderLength..]);
        return result;
    }

    private static long LengthOf(int inputCount, int targetCount) =>
        HeaderLength + (((long)inputCount + targetCount) * ColumnLength);

    private static void Require(bool holds, string problem)
    {
        if (!holds)
        {
            throw new DataException($"data statistics of another agent cannot be read: {problem}");
        }
    }

    private void ReadColumns(ReadOnlySpan<byte> rest)
    {
        rest = Read(rest, _means);
        rest = Read(rest, _squares);
        rest = Read(rest, _minima);
        Read(rest, _maxima);
        Require(_means.All(double.IsFinite) && _squares.All(double.IsFinite), "a mean or spread in them is not finite");
        Require(_minima.All(float.IsFinite) && _maxima.All(float.IsFinite), "a limit in them is not finite");
        Require(_minima.Zip(_maxima).All(pair => pair.First <= pair.Second), "a smallest value exceeds the largest");
        Require(_squares.All(square => square >= 0), "a spread in them is negative");
    }

    private static Span<byte> Write<T>(T[] values, Span<byte> destination)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values.AsSpan());
        bytes.CopyTo(destination);
        return destination[bytes.Length..];
    }

    private static ReadOnlySpan<byte> Read<T>(ReadOnlySpan<byte> source, T[] values)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values.AsSpan());
        source[..bytes.Length].CopyTo(bytes);
        return source[bytes.Length..];
    }
}
