using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Murmuration.Gossip.Protocol;

namespace Murmuration.Gossip.Exchange;

/// <summary>Reads what a <see cref="StateWriter"/> has written; every length is checked before it is used.</summary>
/// <exception cref="InvalidDataException">From every method: the bytes are no such state.</exception>
internal sealed class StateReader(ReadOnlyMemory<byte> bytes, int vectorLength, int scalarCount)
{
    private int _position;

    public bool IsAtEnd => _position == bytes.Length;

    public int ReadInt() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public long ReadLong() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public double ReadDouble() => BitConverter.Int64BitsToDouble(ReadLong());

    /// <summary>A number of letters.</summary>
    public long ReadLetterCount() =>
        ReadLong() is >= 0 and <= FrameFormat.MaxLetters and var count ? count : throw Malformed();

    /// <summary>A round number, or −1.</summary>
    public int ReadRound() => ReadInt() is >= -1 and var round ? round : throw Malformed();

    public int ReadCount(int most) =>
        ReadInt() is >= 0 and var count && count <= most ? count : throw Malformed();

    public ReadOnlySpan<byte> ReadBytes(int most = int.MaxValue) =>
        Take(ReadCount(Math.Min(most, bytes.Length - _position)));

    /// <summary>A message of a neighbour, or null.</summary>
    public RoundMessage? ReadMessage()
    {
        var round = ReadRound();
        return round < 0 ? null : new SavedMessage(round, (ulong)ReadLong(), ReadVectors(), ReadScalars());
    }

    /// <summary>A message of the agent itself, put into the given object; null when there was none.</summary>
    public OutgoingMessage? ReadOwn(OutgoingMessage destination)
    {
        var round = ReadRound();
        if (round < 0)
        {
            return null;
        }

        destination.Set(round, (ulong)ReadLong(), ReadVectors(), ReadScalars());
        return destination;
    }

    /// <summary>A letter, put into the given memory.</summary>
    /// <param name="destination">Its memory.</param>
    /// <param name="from">Its sender.</param>
    /// <param name="number">Its number on the link.</param>
    /// <param name="maxLength">Most floats that it may have.</param>
    public void ReadLetter(LetterSlot destination, int from, long number, int maxLength)
    {
        var kind = ReadCount(byte.MaxValue);
        var life = ReadLong();
        var scalars = MemoryMarshal.Cast<byte, double>(ReadBytes(FrameFormat.MaxScalars * sizeof(double)));
        var vector = MemoryMarshal.Cast<byte, float>(ReadBytes());
        if (vector.Length > maxLength)
        {
            throw Malformed();
        }

        destination.Prepare(from, kind, number, vector.Length, scalars, life);
        vector.CopyTo(destination.Floats.Span);
    }

    private float[] ReadVectors() => ReadArray<float>(vectorLength);

    private double[] ReadScalars() => ReadArray<double>(scalarCount);

    private T[] ReadArray<T>(int length)
        where T : struct
    {
        var values = MemoryMarshal.Cast<byte, T>(ReadBytes());
        return values.Length == length ? values.ToArray() : throw Malformed();
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > bytes.Length - _position)
        {
            throw Malformed();
        }

        _position += count;
        return bytes.Span.Slice(_position - count, count);
    }

    public static InvalidDataException Malformed() => new("the saved state of the links is damaged");
}
