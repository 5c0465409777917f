using System.Text.Json;
using System.Text.Json.Nodes;

namespace Murmuration.Agent.Configuration;

/// <summary>Says in one line which key of a settings file is wrong and what was meant.</summary>
internal static class JsonErrors
{
    /// <summary>Explains why <paramref name="root"/> could not be read as <paramref name="type"/>.</summary>
    public static string Explain(JsonException error, JsonObject root, Type type) =>
        UnknownKey(root, type, prefix: "") ?? WrongValue(error, root);

    private static string? UnknownKey(JsonObject node, Type type, string prefix)
    {
        var known = type.GetProperties()
            .ToDictionary(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name), StringComparer.Ordinal);
        foreach (var (name, child) in node)
        {
            if (!known.TryGetValue(name, out var property))
            {
                return $"unknown key '{prefix}{name}'{Suggest(name, known.Keys, prefix)}";
            }

            if (child is JsonObject inner
                && property.PropertyType.Assembly == type.Assembly
                && UnknownKey(inner, property.PropertyType, $"{prefix}{name}.") is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static string Suggest(string name, IEnumerable<string> known, string prefix) =>
        $"; nearest keys here: {string.Join(", ", NearestNames.Of(name, known).Select(nearest => prefix + nearest))}";

    private static string WrongValue(JsonException error, JsonObject root)
    {
        var key = (error.Path ?? "$").TrimStart('$', '.');
        var value = Find(root, key)?.ToJsonString();
        return value is null
            ? $"key '{key}': {error.Message}"
            : $"key '{key}': {value} cannot be used here{ExpectedNames(error)}";
    }

    private static JsonNode? Find(JsonObject root, string key)
    {
        JsonNode? node = root;
        foreach (var name in key.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            node = node is JsonObject owner ? owner[name.Split('[')[0]] : null;
        }

        return node;
    }

    /// <summary>The names of an enumeration, which the reader's own message carries by its type only.</summary>
    private static string ExpectedNames(JsonException error)
    {
        var type = typeof(RunOptions).Assembly.GetTypes()
            .Concat(typeof(Kernels.Models.Activation).Assembly.GetExportedTypes())
            .FirstOrDefault(t => t.IsEnum && error.Message.Contains(t.FullName!, StringComparison.Ordinal));
        return type is null
            ? $" ({Expected(error.Message)})"
            : "; use one of " + string.Join(", ", type.GetEnumNames().Select(JsonNamingPolicy.CamelCase.ConvertName));
    }

    private static string Expected(string message) =>
        message.Contains("Int32", StringComparison.Ordinal) ? "a whole number is needed"
        : message.Contains("Double", StringComparison.Ordinal) ? "a number is needed"
        : message.Contains("Boolean", StringComparison.Ordinal) ? "true or false is needed"
        : message.Contains("IReadOnlyList", StringComparison.Ordinal) ? "a list is needed"
        : "a value of another kind is needed";
}
