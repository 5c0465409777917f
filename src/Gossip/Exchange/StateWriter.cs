using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Murmuration.Gossip.Exchange;

/// <summary>Writes the state of an exchange for a checkpoint: little-endian numbers and whole messages.</summary>
internal sealed class StateWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>What has been written.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.WrittenMemory;

    public void Write(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.GetSpan(sizeof(int)), value);
        _bytes.Advance(sizeof(int));
    }

    public void Write(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.GetSpan(sizeof(long)), value);
        _bytes.Advance(sizeof(long));
    }

    public void Write(double value) => Write(BitConverter.DoubleToInt64Bits(value));

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Write(bytes.Length);
        _bytes.Write(bytes);
    }

    /// <summary>A message of a neighbour, or null.</summary>
    public void Write(RoundMessage? message) =>
        Write(message?.Round ?? -1, message?.Epoch ?? 0, message?.Vectors ?? default, message?.Scalars ?? default);

    /// <summary>A message of the agent itself, or null.</summary>
    public void Write(OutgoingMessage? message) =>
        Write(message?.Round ?? -1, message?.Epoch ?? 0, message?.Vectors ?? default, message?.Scalars ?? default);

    public void Write(LetterSlot letter)
    {
        Write(letter.Kind);
        Write(letter.Life);
        Write(MemoryMarshal.AsBytes(letter.Scalars.Span));
        Write(MemoryMarshal.AsBytes(letter.Vector.Span));
    }

    private void Write(int round, ulong epoch, ReadOnlyMemory<float> vectors, ReadOnlyMemory<double> scalars)
    {
        Write(round);
        if (round >= 0)
        {
            Write((long)epoch);
            Write(MemoryMarshal.AsBytes(vectors.Span));
            Write(MemoryMarshal.AsBytes(scalars.Span));
        }
    }
}
