using System.Numerics;
using System.Runtime.InteropServices;

namespace Murmuration.Gossip.Protocol;

/// <summary>
/// CRC-32C (Castagnoli, reflected polynomial 0x82F63B78, as in RFC 3720). One chain of the processor's instruction
/// waits for itself, so long inputs run in three lanes whose results are joined: the CRC of A‖B is that of A moved
/// over the length of B, exclusive-or that of B.
/// </summary>
internal static class Crc32C
{
    private const int LaneBytes = 2048;
    private const uint Polynomial = 0x82F63B78;
    private static readonly uint[] OneLane = MakeShift(LaneBytes);
    private static readonly uint[] TwoLanes = MakeShift(2 * LaneBytes);

    /// <summary>The checksum of some bytes.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes) => ~Append(uint.MaxValue, bytes);

    /// <summary>Goes on with a running value; begin with all ones and invert at the end.</summary>
    public static uint Append(uint running, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= 3 * LaneBytes)
        {
            running = AppendLanes(running, bytes);
            bytes = bytes[(3 * LaneBytes)..];
        }

        return AppendPlain(running, bytes);
    }

    private static uint AppendLanes(uint first, ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes[..(3 * LaneBytes)]);
        var a = words[..(LaneBytes / 8)];
        var b = words.Slice(LaneBytes / 8, a.Length);
        var c = words.Slice(LaneBytes / 4, a.Length);
        uint second = 0, third = 0;
        for (var k = 0; k < a.Length; k++)
        {
            first = BitOperations.Crc32C(first, LittleEndian(a[k]));
            second = BitOperations.Crc32C(second, LittleEndian(b[k]));
            third = BitOperations.Crc32C(third, LittleEndian(c[k]));
        }

        return Shift(TwoLanes, first) ^ Shift(OneLane, second) ^ third;
    }

    private static uint AppendPlain(uint running, ReadOnlySpan<byte> bytes)
    {
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            running = BitOperations.Crc32C(running, LittleEndian(word));
        }

        foreach (var value in bytes[(bytes.Length & ~7)..])
        {
            running = BitOperations.Crc32C(running, value);
        }

        return running;
    }

    private static ulong LittleEndian(ulong word) =>
        BitConverter.IsLittleEndian ? word : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word);

    private static uint Shift(uint[] table, uint value) =>
        table[value & 255] ^ table[256 + ((value >> 8) & 255)] ^
        table[512 + ((value >> 16) & 255)] ^ table[768 + (value >> 24)];

    /// <summary>Moving a value over zero bytes is linear, so the images of all 4 × 256 byte values say it
    /// all.</summary>
    private static uint[] MakeShift(int bytes)
    {
        var images = new uint[32];
        for (var bit = 0; bit < 32; bit++)
        {
            images[bit] = AfterZeros(1u << bit, bytes);
        }

        var table = new uint[4 * 256];
        for (var entry = 0; entry < table.Length; entry++)
        {
            var value = (uint)(entry & 255) << (8 * (entry >> 8));
            for (var bits = value; bits != 0; bits &= bits - 1)
            {
                table[entry] ^= images[BitOperations.TrailingZeroCount(bits)];
            }
        }

        return table;
    }

    private static uint AfterZeros(uint value, int bytes)
    {
        for (var bit = 0; bit < 8 * bytes; bit++)
        {
            value = (value >> 1) ^ ((value & 1) * Polynomial);
        }

        return value;
    }
}
