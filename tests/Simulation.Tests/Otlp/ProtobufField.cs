using System.Text;

namespace Murmuration.Simulation.Tests.Otlp;

/// <summary>One field of a message in the wire format of protocol buffers.</summary>
/// <param name="Number">Number of the field.</param>
/// <param name="Bytes">What a field with a length holds.</param>
internal sealed record ProtobufField(int Number, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>As a text.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes.Span);

    /// <summary>As hexadecimal digits.</summary>
    public string Hex => Convert.ToHexStringLower(Bytes.Span);

    /// <summary>The fields with a length that a message has under a path of numbers.</summary>
    public static IEnumerable<ProtobufField> At(ReadOnlyMemory<byte> message, params int[] path)
    {
        var found = Of(message).Where(field => field.Number == path[0]);
        return path.Length == 1 ? found : found.SelectMany(field => At(field.Bytes, path[1..]));
    }

    private static List<ProtobufField> Of(ReadOnlyMemory<byte> message)
    {
        List<ProtobufField> fields = [];
        var rest = message;
        while (!rest.IsEmpty)
        {
            var key = ReadNumber(ref rest);
            switch (key & 7)
            {
                case 0:
                    ReadNumber(ref rest);
                    break;
                case 1:
                    rest = rest[sizeof(ulong)..];
                    break;
                case 2:
                    var length = (int)ReadNumber(ref rest);
                    fields.Add(new((int)(key >> 3), rest[..length]));
                    rest = rest[length..];
                    break;
                case 5:
                    rest = rest[sizeof(uint)..];
                    break;
                default:
                    throw new InvalidDataException($"wire type {key & 7}");
            }
        }

        return fields;
    }

    private static ulong ReadNumber(ref ReadOnlyMemory<byte> rest)
    {
        var (value, shift) = (0UL, 0);
        while (true)
        {
            var next = rest.Span[0];
            rest = rest[1..];
            value |= (ulong)(next & 0x7F) << shift;
            shift += 7;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
