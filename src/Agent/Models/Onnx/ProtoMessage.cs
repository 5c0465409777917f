using Google.Protobuf;

namespace Murmuration.Agent.Models.Onnx;

/// <summary>
/// A message of protocol buffers, put together field by field and written with the library's stream; messages within it
/// are complete before they are added.
/// </summary>
internal sealed class ProtoMessage
{
    private readonly List<(int Size, Action<CodedOutputStream> Write)> _fields = [];

    /// <summary>Bytes of the message.</summary>
    /// <exception cref="OverflowException">They are more than the format allows, 2 GiB.</exception>
    public int Size => _fields.Aggregate(0, (sum, part) => checked(sum + part.Size));

    /// <summary>Adds a whole number.</summary>
    public ProtoMessage Add(int number, long value) => Add(
        number,
        WireFormat.WireType.Varint,
        CodedOutputStream.ComputeInt64Size(value),
        stream => stream.WriteInt64(value));

    /// <summary>Adds a float.</summary>
    public ProtoMessage Add(int number, float value) => Add(
        number,
        WireFormat.WireType.Fixed32,
        CodedOutputStream.ComputeFloatSize(value),
        stream => stream.WriteFloat(value));

    /// <summary>Adds a text.</summary>
    public ProtoMessage Add(int number, string value) => Add(
        number,
        WireFormat.WireType.LengthDelimited,
        CodedOutputStream.ComputeStringSize(value),
        stream => stream.WriteString(value));

    /// <summary>Adds bytes, which are not copied.</summary>
    public ProtoMessage Add(int number, ReadOnlyMemory<byte> value)
    {
        var bytes = UnsafeByteOperations.UnsafeWrap(value);
        return Add(
            number,
            WireFormat.WireType.LengthDelimited,
            CodedOutputStream.ComputeBytesSize(bytes),
            stream => stream.WriteBytes(bytes));
    }

    /// <summary>Adds a message.</summary>
    public ProtoMessage Add(int number, ProtoMessage value)
    {
        var size = value.Size;
        return Add(
            number,
            WireFormat.WireType.LengthDelimited,
            checked(CodedOutputStream.ComputeLengthSize(size) + size),
            stream =>
            {
                stream.WriteLength(size);
                value.WriteTo(stream);
            });
    }

    /// <summary>Adds a field once for every value.</summary>
    public ProtoMessage AddAll<T>(IEnumerable<T> values, Action<ProtoMessage, T> add)
    {
        foreach (var value in values)
        {
            add(this, value);
        }

        return this;
    }

    /// <summary>Writes the fields in the order in which they were added.</summary>
    public void WriteTo(CodedOutputStream stream)
    {
        foreach (var (_, write) in _fields)
        {
            write(stream);
        }
    }

    private ProtoMessage Add(int number, WireFormat.WireType type, int size, Action<CodedOutputStream> write)
    {
        _fields.Add((checked(CodedOutputStream.ComputeTagSize(number) + size), stream =>
        {
            stream.WriteTag(number, type);
            write(stream);
        }));
        return this;
    }
}
