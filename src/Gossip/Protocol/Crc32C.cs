using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Murmuration.Gossip.Protocol;

/// <summary>
/// CRC-32C (Castagnoli, reflected polynomial 0x82F63B78, as in RFC 3720). Long inputs are folded by wide carry-less
/// products where the processor has them. Elsewhere, as one chain of the processor's instruction waits for itself,
/// they run in three lanes whose results are joined: the CRC of A‖B is that of A moved over the length of B,
/// exclusive-or that of B.
/// </summary>
/// <remarks>Folding: V. Gopal et al., "Fast CRC computation for generic polynomials using PCLMULQDQ", Intel, 2009. A
/// block that stands D bits before another has the same remainder as two products of its halves with
/// x^(D+32) mod P and x^(D−32) mod P in that other's place.</remarks>
internal static class Crc32C
{
    private const int LaneBytes = 2048;
    private const uint Polynomial = 0x82F63B78;
    private const int BlockBytes = 64;
    private const int StrideBytes = 4 * BlockBytes;
    private static readonly Vector512<ulong> OverStride = FoldOver(StrideBytes);
    private static readonly Vector512<ulong> OverBlock = FoldOver(BlockBytes);
    private static readonly uint[] OneLane = MakeShift(LaneBytes);
    private static readonly uint[] TwoLanes = MakeShift(2 * LaneBytes);

    /// <summary>The checksum of some bytes.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes) => ~Append(uint.MaxValue, bytes);

    /// <summary>Goes on with a running value; begin with all ones and invert at the end.</summary>
    public static uint Append(uint running, ReadOnlySpan<byte> bytes)
    {
        if (Pclmulqdq.V512.IsSupported && bytes.Length >= 2 * StrideBytes)
        {
            var folded = bytes.Length & ~(BlockBytes - 1);
            running = Fold(running, MemoryMarshal.Cast<byte, ulong>(bytes[..folded]));
            bytes = bytes[folded..];
        }

        return AppendInLanes(running, bytes);
    }

    /// <summary>The same without wide products.</summary>
    public static uint AppendInLanes(uint running, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= 3 * LaneBytes)
        {
            running = AppendLanes(running, bytes);
            bytes = bytes[(3 * LaneBytes)..];
        }

        return AppendPlain(running, bytes);
    }

    /// <summary>Four blocks side by side, because a product takes longer than the next one needs to begin; then one
    /// block, and the remainder of what is left of all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint Fold(uint running, ReadOnlySpan<ulong> words)
    {
        const int Block = BlockBytes / sizeof(ulong);
        ref var start = ref MemoryMarshal.GetReference(words);
        var a = Vector512.LoadUnsafe(ref start) ^ Vector512.CreateScalar((ulong)running);
        var b = Vector512.LoadUnsafe(ref start, Block);
        var c = Vector512.LoadUnsafe(ref start, 2 * Block);
        var d = Vector512.LoadUnsafe(ref start, 3 * Block);
        var at = 4 * Block;
        for (; at <= words.Length - (4 * Block); at += 4 * Block)
        {
            a = Move(a, OverStride) ^ Vector512.LoadUnsafe(ref start, (nuint)at);
            b = Move(b, OverStride) ^ Vector512.LoadUnsafe(ref start, (nuint)(at + Block));
            c = Move(c, OverStride) ^ Vector512.LoadUnsafe(ref start, (nuint)(at + (2 * Block)));
            d = Move(d, OverStride) ^ Vector512.LoadUnsafe(ref start, (nuint)(at + (3 * Block)));
        }

        a = Move(Move(Move(a, OverBlock) ^ b, OverBlock) ^ c, OverBlock) ^ d;
        for (; at < words.Length; at += Block)
        {
            a = Move(a, OverBlock) ^ Vector512.LoadUnsafe(ref start, (nuint)at);
        }

        var remainder = 0u;
        for (var k = 0; k < Block; k++)
        {
            remainder = BitOperations.Crc32C(remainder, a[k]);
        }

        return remainder;
    }

    private static Vector512<ulong> Move(Vector512<ulong> block, Vector512<ulong> factors) =>
        Pclmulqdq.V512.CarrylessMultiply(block, factors, 0x00) ^
        Pclmulqdq.V512.CarrylessMultiply(block, factors, 0x11);

    /// <summary>The two factors, reflected like everything here; a product of reflected numbers is one bit short.
    /// </summary>
    private static Vector512<ulong> FoldOver(int bytes) => Vector512.Create(Vector128.Create(
        (ulong)PowerOfX((8 * bytes) + 32) << 1, (ulong)PowerOfX((8 * bytes) - 32) << 1));

    /// <summary>x^n mod P, reflected.</summary>
    private static uint PowerOfX(int exponent)
    {
        var power = 1u << 31;
        for (var n = 0; n < exponent; n++)
        {
            power = (power >> 1) ^ ((power & 1) * Polynomial);
        }

        return power;
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
