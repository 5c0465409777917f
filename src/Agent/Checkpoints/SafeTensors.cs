using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Murmuration.Agent.Checkpoints;

/// <summary>Reads and writes float32 tensors in the safetensors format.</summary>
/// <remarks>
/// Format: 8 bytes header length (little-endian), a JSON header that gives every tensor's type, shape and byte range,
/// then the values. A file is written beside its place and renamed, so that no reader ever sees half of one.
/// </remarks>
internal static class SafeTensors
{
    private const int HighestHeaderBytes = 16 << 20;
    private const string MetadataKey = "__metadata__";

    private static readonly JsonSerializerOptions HeaderFormat = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Writes the tensors, one behind the other, and returns the SHA-256 of the file in hexadecimal.</summary>
    public static string Write(
        string path,
        IReadOnlyList<NamedTensor> tensors,
        ReadOnlySpan<float> values,
        IReadOnlyDictionary<string, string> metadata)
    {
        var header = Header(tensors, metadata);
        var bytes = new byte[8 + header.Length + (values.Length * sizeof(float))];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, header.Length);
        header.CopyTo(bytes, 8);
        WriteLittleEndian(values, bytes.AsSpan(8 + header.Length));
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllBytes(path + ".part", bytes);
        File.Move(path + ".part", path, overwrite: true);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    /// <summary>Reads all tensors of a file as one vector in the order of their byte ranges.</summary>
    /// <exception cref="CheckpointException">
    /// The file is missing, torn or of another kind; the message says which.
    /// </exception>
    public static TensorFile Read(string path)
    {
        var bytes = ReadBytes(path);
        if (bytes.Length < 8)
        {
            throw new CheckpointException($"{path}: {bytes.Length} bytes are too few for a safetensors file");
        }

        var headerLength = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        if (headerLength is < 2 or > HighestHeaderBytes || headerLength > bytes.Length - 8)
        {
            throw new CheckpointException($"{path}: this is no safetensors file (header of {headerLength} bytes)");
        }

        var header = ParseHeader(path, bytes.AsSpan(8, (int)headerLength));
        return ReadTensors(path, header, bytes.AsSpan(8 + (int)headerLength));
    }

    private static byte[] Header(IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var header = new JsonObject
        {
            [MetadataKey] = new JsonObject(metadata.Select(m => KeyValuePair.Create(m.Key, (JsonNode?)m.Value))),
        };
        var offset = 0L;
        foreach (var tensor in tensors)
        {
            var end = offset + (tensor.Length * sizeof(float));
            header[tensor.Name] = new JsonObject
            {
                ["dtype"] = "F32",
                ["shape"] = new JsonArray([.. tensor.Shape.Select(n => (JsonNode?)n)]),
                ["data_offsets"] = new JsonArray(offset, end),
            };
            offset = end;
        }

        var text = header.ToJsonString();
        return Encoding.UTF8.GetBytes(text.PadRight((text.Length + 7) / 8 * 8));
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{path}: cannot read the weights: {e.Message}", e);
        }
    }

    private static Dictionary<string, JsonElement> ParseHeader(string path, ReadOnlySpan<byte> header)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(header)
                ?? throw new CheckpointException($"{path}: the header is no object");
        }
        catch (JsonException e)
        {
            throw new CheckpointException($"{path}: the safetensors header is not JSON", e);
        }
    }

    private static TensorFile ReadTensors(string path, Dictionary<string, JsonElement> header, ReadOnlySpan<byte> data)
    {
        var metadata = header.Remove(MetadataKey, out var entry)
            ? Parse<Dictionary<string, string>>(path, MetadataKey, entry)
            : [];
        var tensors = header.Select(named => (named.Key, Entry: Parse<TensorEntry>(path, named.Key, named.Value)))
            .OrderBy(tensor => tensor.Entry.Start).ToList();
        var end = 0L;
        foreach (var (name, tensor) in tensors)
        {
            end = RequireNext(path, name, tensor, end, data.Length);
        }

        if (end != data.Length)
        {
            throw new CheckpointException($"{path}: {data.Length} bytes of values, but the tensors need {end}");
        }

        var named = tensors.Select(t => new NamedTensor(t.Key, t.Entry.Shape));
        return new TensorFile([.. named], ReadValues(data), metadata);
    }

    private static T Parse<T>(string path, string name, JsonElement entry)
    {
        try
        {
            return entry.Deserialize<T>(HeaderFormat)
                ?? throw new CheckpointException($"{path}: the header's entry '{name}' is null");
        }
        catch (JsonException e)
        {
            throw new CheckpointException($"{path}: the header's entry '{name}' is malformed", e);
        }
    }

    /// <summary>The format asks that tensors lie one behind the other; gives the end of this one.</summary>
    private static long RequireNext(string path, string name, TensorEntry tensor, long start, int dataLength)
    {
        if (tensor.Dtype != "F32")
        {
            throw new CheckpointException($"{path}: tensor '{name}' is {tensor.Dtype}; only F32 is read");
        }

        var isWhole = tensor.Start == start && tensor.End <= dataLength && tensor.Shape.All(extent => extent >= 0)
            && tensor.End - start == tensor.Shape.Aggregate(4.0, (product, extent) => product * extent);
        return isWhole
            ? tensor.End
            : throw new CheckpointException(
                $"{path}: tensor '{name}' does not fit its bytes {tensor.Start} … {tensor.End} of {dataLength}");
    }

    private static float[] ReadValues(ReadOnlySpan<byte> data)
    {
        var values = new float[data.Length / sizeof(float)];
        var words = MemoryMarshal.Cast<float, int>(values.AsSpan());
        data.CopyTo(MemoryMarshal.AsBytes(words));
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(words, words);
        }

        return values;
    }

    private static void WriteLittleEndian(ReadOnlySpan<float> values, Span<byte> destination)
    {
        MemoryMarshal.AsBytes(values).CopyTo(destination);
        if (!BitConverter.IsLittleEndian)
        {
            var words = MemoryMarshal.Cast<byte, int>(destination);
            BinaryPrimitives.ReverseEndianness(words, words);
        }
    }
}
