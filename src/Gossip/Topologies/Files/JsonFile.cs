using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Murmuration.Gossip.Topologies.Files;

/// <summary>A JSON file with comments and trailing commas, whose values know their place; all complaints about it name
/// file, line and element.</summary>
internal sealed class JsonFile
{
    private const int LargestDepth = 16;
    private const int LargestKeyLength = 128;

    /// <summary>A million links as objects with a weight, and ten thousand agents, have fewer.</summary>
    private const int MostValues = 5_000_000;

    private readonly byte[] _bytes;

    public JsonFile(string sourceName, byte[] bytes)
    {
        (SourceName, _bytes) = (sourceName, bytes);
        Root = Read();
    }

    public string SourceName { get; }

    public JsonItem Root { get; }

    /// <summary>An error at a value.</summary>
    public TopologyException Problem(JsonItem item, string problem) =>
        new(SourceName, LineOf(item.Offset), item.Path, problem);

    /// <summary>Refuses members that are not among the known ones.</summary>
    public void Only(JsonItem item, params string[] known)
    {
        if (item.Kind != JsonValueKind.Object)
        {
            throw Problem(item, $"must be an object with {string.Join(", ", known)}, and is {item.KindName}.");
        }

        if (item.Items.FirstOrDefault(member => !known.Contains(member.Key)) is { } unknown)
        {
            throw Problem(unknown, $"unknown key; {NearestName.Hint(unknown.Key!, known)}");
        }
    }

    public IReadOnlyList<JsonItem> List(JsonItem item) => item.Kind == JsonValueKind.Array
        ? item.Items : throw Problem(item, $"must be a list [ … ], and is {item.KindName}.");

    public string String(JsonItem item) => item.Kind == JsonValueKind.String
        ? item.Text : throw Problem(item, $"must be a text in quotes, and is {item.KindName}.");

    public bool Boolean(JsonItem? item) => item is not null && item.Kind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Problem(item, $"must be true or false, and is {item.KindName}."),
    };

    public int Integer(JsonItem item, int lowest, int highest) =>
        item.Kind == JsonValueKind.Number
            && int.TryParse(item.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= lowest && value <= highest
            ? value
            : throw Problem(item, $"must be a whole number from {lowest} to {highest}, and is {item.KindName}.");

    /// <summary>A finite number; what it must lie between is the caller's matter.</summary>
    public double Number(JsonItem item) =>
        item.Kind == JsonValueKind.Number
            && double.TryParse(item.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value)
            ? value : throw Problem(item, $"must be a number, and is {item.KindName}.");

    private int LineOf(int offset) => 1 + _bytes.AsSpan(0, offset).Count((byte)'\n');

    private JsonItem Read()
    {
        var start = _bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        var options = new JsonReaderOptions
        {
            CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = LargestDepth,
        };
        var reader = new Utf8JsonReader(_bytes.AsSpan(start), options);
        try
        {
            return ReadAll(ref reader, start);
        }
        catch (JsonException error)
        {
            throw Syntax(error, start);
        }
        catch (InvalidOperationException error)
        {
            var line = LineOf(start + (int)reader.TokenStartIndex);
            throw new TopologyException(SourceName, line, null, "not Unicode text; save the file as UTF-8.", error);
        }
    }

    private TopologyException Syntax(JsonException error, int start)
    {
        if (_bytes.Length == start)
        {
            return new TopologyException(SourceName, null, null,
                "the file is empty; it must hold an object with agents and schedule.", error);
        }

        var column = (error.BytePositionInLine ?? 0) + 1;
        var problem = error.Message.Split(" LineNumber:")[0].Split(" Path:")[0];
        return new TopologyException(
            SourceName, (int)(error.LineNumber ?? 0) + 1, $"column {column}", $"not JSON: {problem}", error);
    }

    private JsonItem ReadAll(ref Utf8JsonReader reader, int start)
    {
        JsonItem? root = null;
        var open = new Stack<(JsonItem Item, HashSet<string>? Keys)>();
        string? key = null;
        var count = 0;
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                open.Pop();
                continue;
            }

            var offset = start + (int)reader.TokenStartIndex;
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                key = ReadKey(ref reader, open.Peek(), offset);
                continue;
            }

            if (++count > MostValues)
            {
                throw new TopologyException(
                    SourceName, LineOf(offset), null, $"more than {MostValues:N0} values; no topology needs as many.");
            }

            var parent = open.TryPeek(out var top) ? top.Item : null;
            var index = parent?.Items.Count ?? 0;
            var item = new JsonItem(parent, key, index, KindOf(reader.TokenType), TextOf(ref reader), offset);
            parent?.Add(item);
            root ??= item;
            key = null;
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                open.Push((item, reader.TokenType == JsonTokenType.StartObject ? [] : null));
            }
        }

        return root!;
    }

    private string ReadKey(ref Utf8JsonReader reader, (JsonItem Item, HashSet<string>? Keys) parent, int offset)
    {
        var key = reader.GetString()!;
        var item = new JsonItem(parent.Item, key.Length <= LargestKeyLength ? key : key[..LargestKeyLength], 0,
            JsonValueKind.Undefined, "", offset);
        return parent.Keys!.Add(key) ? item.Key!
            : throw Problem(item, "this key stands here for the second time; keep one.");
    }

    private static string TextOf(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString()!,
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
        _ => "",
    };

    private static JsonValueKind KindOf(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => JsonValueKind.Object,
        JsonTokenType.StartArray => JsonValueKind.Array,
        JsonTokenType.String => JsonValueKind.String,
        JsonTokenType.Number => JsonValueKind.Number,
        JsonTokenType.True => JsonValueKind.True,
        JsonTokenType.False => JsonValueKind.False,
        _ => JsonValueKind.Null,
    };
}
