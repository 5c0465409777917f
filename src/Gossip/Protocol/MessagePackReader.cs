using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Murmuration.Gossip.Protocol;

/// <summary>
/// Reads the part of MessagePack that headers need, from bytes that nobody vouches for: whatever is not the value asked
/// for, or longer than what is left, is a <see cref="ProtocolException"/>.
/// </summary>
internal ref struct MessagePackReader(ReadOnlySpan<byte> buffer)
{
    private const int MaxDepth = 8;
    private readonly ReadOnlySpan<byte> _buffer = buffer;

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    public readonly bool IsAtEnd => Position == _buffer.Length;

    /// <summary>Any integer form that fits into 64 signed bits.</summary>
    public long ReadInteger()
    {
        var code = ReadByte();
        return code switch
        {
            <= MessagePackCode.MaxPositiveFixInt => code,
            >= MessagePackCode.MinNegativeFixInt => (sbyte)code,
            MessagePackCode.UInt8 => ReadByte(),
            MessagePackCode.UInt16 => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            MessagePackCode.UInt32 => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
            MessagePackCode.UInt64 => ToSigned(BinaryPrimitives.ReadUInt64BigEndian(Take(8))),
            MessagePackCode.Int8 => (sbyte)ReadByte(),
            MessagePackCode.Int16 => BinaryPrimitives.ReadInt16BigEndian(Take(2)),
            MessagePackCode.Int32 => BinaryPrimitives.ReadInt32BigEndian(Take(4)),
            MessagePackCode.Int64 => BinaryPrimitives.ReadInt64BigEndian(Take(8)),
            _ => throw Unexpected(code, "an integer"),
        };
    }

    /// <summary>An integer within bounds, both included.</summary>
    public int ReadInteger(string name, int minimum, int maximum)
    {
        var value = ReadInteger();
        return value >= minimum && value <= maximum
            ? (int)value
            : throw new ProtocolException($"{name} is {value}, outside {minimum}..{maximum}");
    }

    public uint ReadUInt32()
    {
        var value = ReadInteger();
        return value is >= 0 and <= uint.MaxValue
            ? (uint)value
            : throw new ProtocolException($"{value} is no unsigned 32-bit integer");
    }

    public double ReadDouble()
    {
        var code = ReadByte();
        return code switch
        {
            MessagePackCode.Float64 => BinaryPrimitives.ReadDoubleBigEndian(Take(8)),
            MessagePackCode.Float32 => BinaryPrimitives.ReadSingleBigEndian(Take(4)),
            _ => throw Unexpected(code, "a float"),
        };
    }

    /// <summary>A valid UTF-8 string of at most so many bytes.</summary>
    public string ReadString(int maxBytes)
    {
        var bytes = Take(ReadStringLength(maxBytes));
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : throw new ProtocolException("invalid UTF-8");
    }

    /// <summary>Binary data of at most so many bytes, as it lies in the buffer.</summary>
    public ReadOnlySpan<byte> ReadBinary(int maxBytes)
    {
        var code = ReadByte();
        var length = code switch
        {
            MessagePackCode.Binary8 => ReadByte(),
            MessagePackCode.Binary16 => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            MessagePackCode.Binary32 => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
            _ => throw Unexpected(code, "binary data"),
        };
        return Take(Bounded(length, maxBytes, "binary data"));
    }

    public int ReadArrayHeader(int maxCount)
    {
        var code = ReadByte();
        var count = code switch
        {
            >= MessagePackCode.FixArray and < MessagePackCode.FixString => (uint)(code & 15),
            MessagePackCode.Array16 => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            MessagePackCode.Array32 => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
            _ => throw Unexpected(code, "an array"),
        };
        return Bounded(count, maxCount, "an array");
    }

    public int ReadMapHeader(int maxCount)
    {
        var code = ReadByte();
        var count = code switch
        {
            >= MessagePackCode.FixMap and < MessagePackCode.FixArray => (uint)(code & 15),
            MessagePackCode.Map16 => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            MessagePackCode.Map32 => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
            _ => throw Unexpected(code, "a map"),
        };
        return Bounded(count, maxCount, "a map");
    }

    /// <summary>Passes over one value of a kind this reader knows, for keys that a later version may add.</summary>
    public void Skip() => Skip(MaxDepth);

    /// <summary>Throws when bytes are left.</summary>
    public readonly void ExpectEnd()
    {
        if (!IsAtEnd)
        {
            throw new ProtocolException($"{_buffer.Length - Position} bytes after the end of a header");
        }
    }

    private void Skip(int depth)
    {
        if (depth == 0)
        {
            throw new ProtocolException($"a header nested deeper than {MaxDepth}");
        }

        var code = IsAtEnd ? ReadByte() : _buffer[Position];
        switch (code)
        {
            case >= MessagePackCode.FixMap and < MessagePackCode.FixArray
                or MessagePackCode.Map16 or MessagePackCode.Map32:
                SkipValues(2 * ReadMapHeader(_buffer.Length), depth);
                break;
            case >= MessagePackCode.FixArray and < MessagePackCode.FixString
                or MessagePackCode.Array16 or MessagePackCode.Array32:
                SkipValues(ReadArrayHeader(_buffer.Length), depth);
                break;
            case >= MessagePackCode.FixString and < MessagePackCode.Nil
                or MessagePackCode.String8 or MessagePackCode.String16 or MessagePackCode.String32:
                Take(ReadStringLength(_buffer.Length));
                break;
            case MessagePackCode.Binary8 or MessagePackCode.Binary16 or MessagePackCode.Binary32:
                ReadBinary(_buffer.Length);
                break;
            case MessagePackCode.Nil or MessagePackCode.False or MessagePackCode.True:
                Position++;
                break;
            case MessagePackCode.Float32 or MessagePackCode.Float64:
                ReadDouble();
                break;
            case MessagePackCode.UInt64:
                Take(9);
                break;
            default:
                ReadInteger();
                break;
        }
    }

    private void SkipValues(int count, int depth)
    {
        for (var k = 0; k < count; k++)
        {
            Skip(depth - 1);
        }
    }

    private int ReadStringLength(int maxBytes)
    {
        var code = ReadByte();
        var length = code switch
        {
            >= MessagePackCode.FixString and < MessagePackCode.Nil => (uint)(code & 31),
            MessagePackCode.String8 => ReadByte(),
            MessagePackCode.String16 => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            MessagePackCode.String32 => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
            _ => throw Unexpected(code, "a string"),
        };
        return Bounded(length, maxBytes, "a string");
    }

    private readonly int Bounded(uint length, int maximum, string what) =>
        length <= maximum && length <= _buffer.Length - Position
            ? (int)length
            : throw new ProtocolException($"{what} of length {length} where at most {maximum} may be");

    private static long ToSigned(ulong value) => value <= long.MaxValue
        ? (long)value
        : throw new ProtocolException($"{value} is too large an integer");

    private static ProtocolException Unexpected(byte code, string expected) =>
        new($"MessagePack code 0x{code:x2} where {expected} must be");

    private byte ReadByte() => Take(1)[0];

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _buffer.Length - Position)
        {
            throw new ProtocolException("a header that ends within a value");
        }

        var taken = _buffer.Slice(Position, count);
        Position += count;
        return taken;
    }
}
