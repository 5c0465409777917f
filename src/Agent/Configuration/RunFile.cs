using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Murmuration.Agent.Configuration;

/// <summary>Reads and writes run files: JSON with comments, every key optional, unknown keys refused.</summary>
/// <remarks>Later sources win: the file, then the environment, then the command line.</remarks>
internal static class RunFile
{
    /// <summary>Prefix of environment variables that override keys: <c>MURMURATION__algorithm__tau=2</c>.</summary>
    public const string EnvironmentPrefix = "MURMURATION__";

    private const long LargestFileBytes = 1 << 20;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Reads a run file, applies the overrides (<c>key=value</c>) and checks every value.</summary>
    /// <param name="path">The file, or null for all defaults.</param>
    /// <param name="overrides">Settings such as <c>algorithm.tau=2</c>; a value is JSON, or else a string.</param>
    /// <exception cref="ConfigurationException">Something is wrong; the message names the file and the key.</exception>
    public static RunOptions Load(string? path, IEnumerable<KeyValuePair<string, string>> overrides)
    {
        var source = path ?? "run";
        var root = path is null ? [] : ReadObject(path);
        foreach (var (key, value) in overrides)
        {
            Override(root, key, value);
        }

        var options = Deserialize(root, source);
        RunOptionsValidator.Validate(options, source);
        return options.Topology is { } topology && path is not null
            ? options with { Topology = ShippedFiles.Beside(path, topology) }
            : options;
    }

    /// <summary>The overrides that the environment asks for, in the order of their names.</summary>
    public static IEnumerable<KeyValuePair<string, string>> EnvironmentOverrides(
        IEnumerable<KeyValuePair<string, string>> environment) =>
        environment
            .Where(variable => variable.Key.StartsWith(EnvironmentPrefix, StringComparison.Ordinal))
            .OrderBy(variable => variable.Key, StringComparer.Ordinal)
            .Select(variable => KeyValuePair.Create(
                variable.Key[EnvironmentPrefix.Length..].Replace("__", ".", StringComparison.Ordinal), variable.Value));

    /// <summary>The run file that says exactly what <paramref name="options"/> say.</summary>
    public static string ToJson(RunOptions options) => JsonSerializer.Serialize(options, Format);

    private static JsonObject ReadObject(string path)
    {
        var documentOptions = new JsonDocumentOptions
        {
            CommentHandling = JsonCommentHandling.Skip,
            AllowTrailingCommas = true,
            AllowDuplicateProperties = false,
        };
        try
        {
            return JsonNode.Parse(ReadText(path), documentOptions: documentOptions) as JsonObject
                ?? throw new ConfigurationException($"{path}: a run file is one JSON object, {{ … }}");
        }
        catch (JsonException e)
        {
            var problem = e.Message.Contains("Duplicate", StringComparison.OrdinalIgnoreCase)
                ? "a key is given twice"
                : "this is not JSON";
            throw new ConfigurationException(
                $"{path}: line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}: {problem}", e);
        }
    }

    private static string ReadText(string path)
    {
        if (ShippedFiles.Text(path) is { } shipped)
        {
            return shipped;
        }

        try
        {
            var length = new FileInfo(path).Length;
            return length <= LargestFileBytes
                ? File.ReadAllText(path)
                : throw new ConfigurationException(
                    $"{path}: {length} bytes are too many for a run file (at most 1 MiB)");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path}: cannot read the run file: {e.Message}", e);
        }
    }

    private static void Override(JsonObject root, string key, string value)
    {
        var names = key.Split('.');
        var owner = root;
        foreach (var name in names.AsSpan(0, names.Length - 1))
        {
            if (owner[name] is not JsonObject child)
            {
                owner[name] = child = [];
            }

            owner = child;
        }

        owner[names[^1]] = ParseValue(value);
    }

    private static JsonNode? ParseValue(string value)
    {
        try
        {
            return JsonNode.Parse(value);
        }
        catch (JsonException)
        {
            return JsonValue.Create(value);
        }
    }

    private static RunOptions Deserialize(JsonObject root, string source)
    {
        try
        {
            return root.Deserialize<RunOptions>(Format)!;
        }
        catch (JsonException e)
        {
            throw new ConfigurationException($"{source}: {JsonErrors.Explain(e, root, typeof(RunOptions))}", e);
        }
    }
}
