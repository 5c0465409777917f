using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Murmuration.Agent.Data.Checks;

/// <summary>JSON as people write run files: a key on a line of its own, a list on one line.</summary>
internal static class RunFileText
{
    private static readonly JsonSerializerOptions OneLine = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The text of an object.</summary>
    public static string Of(JsonObject json)
    {
        var text = new StringBuilder();
        Write(text, json, indent: 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonNode? node, int indent)
    {
        if (node is not JsonObject { Count: > 0 } owner)
        {
            text.Append(node is JsonArray list
                ? $"[{string.Join(", ", list.Select(item => item?.ToJsonString(OneLine) ?? "null"))}]"
                : node?.ToJsonString(OneLine) ?? "null");
            return;
        }

        text.Append('{');
        var separator = "\n";
        foreach (var (key, value) in owner)
        {
            text.Append(separator).Append(' ', indent + 2).Append(JsonSerializer.Serialize(key, OneLine)).Append(": ");
            Write(text, value, indent + 2);
            separator = ",\n";
        }

        text.Append('\n').Append(' ', indent).Append('}');
    }
}
