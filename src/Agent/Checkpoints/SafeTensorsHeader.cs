using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Murmuration.Agent.Checkpoints;

/// <summary>
/// The header of a safetensors file: what lies where behind it. Every length in it is checked before it is used.
/// </summary>
/// <remarks>
/// Format: 8 bytes header length (little-endian), a JSON header that gives every tensor's type, shape and byte range,
/// and text entries under <c>__metadata__</c>; then the values.
/// </remarks>
internal sealed class SafeTensorsHeader
{
    /// <summary>Name of the text entries in the header.</summary>
    public const string MetadataKey = "__metadata__";

    /// <summary>Bytes in front of the header, which give its length.</summary>
    public const int PrefixBytes = sizeof(long);

    private const int HighestBytes = 16 << 20;

    private static readonly JsonSerializerOptions Notation = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly string _path;

    private SafeTensorsHeader(string path, Dictionary<string, JsonElement> entries)
    {
        _path = path;
        Metadata = entries.Remove(MetadataKey, out var metadata)
            ? Parse<Dictionary<string, string>>(MetadataKey, metadata)
            : [];
        Tensors = [.. entries
            .Select(named => KeyValuePair.Create(named.Key, Parse<TensorEntry>(named.Key, named.Value)))
            .OrderBy(tensor => tensor.Value.Start).ThenBy(tensor => tensor.Value.End)];
    }

    /// <summary>The tensors by name, in the order of their bytes.</summary>
    public IReadOnlyList<KeyValuePair<string, TensorEntry>> Tensors { get; }

    /// <summary>The text entries.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The header's bytes for tensors that lie one behind the other, a multiple of 8.</summary>
    public static byte[] Format(
        IEnumerable<NamedTensor> tensors, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var texts = metadata.Select(text => KeyValuePair.Create(text.Key, (JsonNode?)text.Value));
        var header = new JsonObject { [MetadataKey] = new JsonObject(texts) };
        var offset = 0L;
        foreach (var tensor in tensors)
        {
            var end = offset + tensor.ByteLength;
            header[tensor.Name] = new JsonObject
            {
                ["dtype"] = tensor.Type.ToString(),
                ["shape"] = new JsonArray([.. tensor.Shape.Select(n => (JsonNode?)n)]),
                ["data_offsets"] = new JsonArray(offset, end),
            };
            offset = end;
        }

        var text = JsonSerializer.SerializeToUtf8Bytes(header);
        return [.. text, .. Enumerable.Repeat((byte)' ', -text.Length & 7)];
    }

    /// <summary>Writes a header and, before it, its length.</summary>
    public static void Write(Stream stream, ReadOnlySpan<byte> header)
    {
        Span<byte> length = stackalloc byte[PrefixBytes];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
    }

    /// <summary>Checks the length that a file claims for its header.</summary>
    /// <exception cref="CheckpointException">No header of this length can be in the file.</exception>
    public static int CheckLength(string path, long headerLength, long fileLength) =>
        headerLength is < 2 or > HighestBytes ? throw new CheckpointException(
            $"{path}: this is no safetensors file (header of {headerLength} bytes)")
        : headerLength > fileLength - PrefixBytes ? throw new CheckpointException(
            $"{path}: the file is cut off in its header, after {fileLength} bytes")
        : (int)headerLength;

    /// <summary>Reads a header.</summary>
    /// <exception cref="CheckpointException">It is malformed; the message says where.</exception>
    public static SafeTensorsHeader Parse(string path, ReadOnlySpan<byte> header)
    {
        try
        {
            var entries = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(header);
            return entries is null
                ? throw new CheckpointException($"{path}: the header is no object")
                : new SafeTensorsHeader(path, entries);
        }
        catch (JsonException e)
        {
            throw new CheckpointException($"{path}: the safetensors header is not JSON", e);
        }
    }

    /// <summary>Checks that the tensors lie one behind the other, as the format asks, and fill the file.</summary>
    /// <exception cref="CheckpointException">They do not.</exception>
    public void RequireFit(long dataLength)
    {
        var end = 0L;
        foreach (var (name, tensor) in Tensors)
        {
            end = tensor.Start == end && tensor.End >= end
                ? tensor.End
                : throw new CheckpointException(
                    $"{_path}: tensor '{name}' does not fit its bytes {tensor.Start} … {tensor.End}");
        }

        if (end != dataLength)
        {
            var problem = dataLength < end ? "the file is cut off" : "the file is too long";
            throw new CheckpointException(
                $"{_path}: {problem}: {dataLength} bytes of values, but the tensors need {end}");
        }
    }

    private T Parse<T>(string name, JsonElement entry)
    {
        try
        {
            return entry.Deserialize<T>(Notation)
                ?? throw new CheckpointException($"{_path}: the header's entry '{name}' is null");
        }
        catch (JsonException e)
        {
            throw new CheckpointException($"{_path}: the header's entry '{name}' is malformed", e);
        }
    }
}
