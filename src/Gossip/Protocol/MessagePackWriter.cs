using System.Buffers.Binary;
using System.Text;

namespace Murmuration.Gossip.Protocol;

/// <summary>
/// Writes the part of MessagePack that headers need, each value in its shortest form. Throws
/// <see cref="InvalidOperationException"/> when the buffer is too small.
/// </summary>
internal ref struct MessagePackWriter(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    public void WriteInteger(long value)
    {
        if (value >= 0)
        {
            WriteUnsigned((ulong)value);
        }
        else if (value >= -32)
        {
            WriteByte((byte)(sbyte)value);
        }
        else if (value >= sbyte.MinValue)
        {
            WriteByte(MessagePackCode.Int8);
            WriteByte((byte)(sbyte)value);
        }
        else if (value >= short.MinValue)
        {
            WriteByte(MessagePackCode.Int16);
            BinaryPrimitives.WriteInt16BigEndian(Take(2), (short)value);
        }
        else if (value >= int.MinValue)
        {
            WriteByte(MessagePackCode.Int32);
            BinaryPrimitives.WriteInt32BigEndian(Take(4), (int)value);
        }
        else
        {
            WriteByte(MessagePackCode.Int64);
            BinaryPrimitives.WriteInt64BigEndian(Take(8), value);
        }
    }

    public void WriteUnsigned(ulong value)
    {
        if (value <= MessagePackCode.MaxPositiveFixInt)
        {
            WriteByte((byte)value);
        }
        else if (value <= byte.MaxValue)
        {
            WriteByte(MessagePackCode.UInt8);
            WriteByte((byte)value);
        }
        else if (value <= ushort.MaxValue)
        {
            WriteByte(MessagePackCode.UInt16);
            BinaryPrimitives.WriteUInt16BigEndian(Take(2), (ushort)value);
        }
        else if (value <= uint.MaxValue)
        {
            WriteFixedUInt32((uint)value);
        }
        else
        {
            WriteByte(MessagePackCode.UInt64);
            BinaryPrimitives.WriteUInt64BigEndian(Take(8), value);
        }
    }

    /// <summary>Writes five bytes whatever the value is, so that its place is known before the value.</summary>
    public void WriteFixedUInt32(uint value)
    {
        WriteByte(MessagePackCode.UInt32);
        BinaryPrimitives.WriteUInt32BigEndian(Take(4), value);
    }

    public void WriteDouble(double value)
    {
        WriteByte(MessagePackCode.Float64);
        BinaryPrimitives.WriteDoubleBigEndian(Take(8), value);
    }

    public void WriteString(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        if (length < 32)
        {
            WriteByte((byte)(MessagePackCode.FixString | length));
        }
        else
        {
            WriteLength(
                length, MessagePackCode.String8, MessagePackCode.String16, MessagePackCode.String32);
        }

        Encoding.UTF8.GetBytes(value, Take(length));
    }

    public void WriteArrayHeader(int count) =>
        WriteCount(count, MessagePackCode.FixArray, MessagePackCode.Array16, MessagePackCode.Array32);

    public void WriteMapHeader(int count) =>
        WriteCount(count, MessagePackCode.FixMap, MessagePackCode.Map16, MessagePackCode.Map32);

    private void WriteCount(int count, byte fix, byte code16, byte code32)
    {
        if (count < 16)
        {
            WriteByte((byte)(fix | count));
        }
        else if (count <= ushort.MaxValue)
        {
            WriteByte(code16);
            BinaryPrimitives.WriteUInt16BigEndian(Take(2), (ushort)count);
        }
        else
        {
            WriteByte(code32);
            BinaryPrimitives.WriteUInt32BigEndian(Take(4), (uint)count);
        }
    }

    private void WriteLength(int length, byte code8, byte code16, byte code32)
    {
        if (length <= byte.MaxValue)
        {
            WriteByte(code8);
            WriteByte((byte)length);
        }
        else if (length <= ushort.MaxValue)
        {
            WriteByte(code16);
            BinaryPrimitives.WriteUInt16BigEndian(Take(2), (ushort)length);
        }
        else
        {
            WriteByte(code32);
            BinaryPrimitives.WriteUInt32BigEndian(Take(4), (uint)length);
        }
    }

    private void WriteByte(byte value) => Take(1)[0] = value;

    private Span<byte> Take(int count)
    {
        if (count > _buffer.Length - Length)
        {
            throw new InvalidOperationException($"a header of more than {_buffer.Length} bytes");
        }

        var taken = _buffer.Slice(Length, count);
        Length += count;
        return taken;
    }
}
