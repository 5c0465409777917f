using System.Text;
using System.Text.Json;

namespace Murmuration.Gossip.Topologies.Files;

/// <summary>Lays out JSON for people: what is short stands on one line, and short items of a list share
/// lines.</summary>
internal static class JsonLayout
{
    private const int Width = 100;
    private const int ShortLength = 72;
    private const int Indent = 2;

    public static void Append(StringBuilder text, JsonElement element, int depth = 0)
    {
        var inline = Inline(element);
        if (depth > 0 && inline.Length <= ShortLength || !IsContainer(element))
        {
            text.Append(inline);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            AppendObject(text, element, depth);
        }
        else
        {
            AppendList(text, element, depth);
        }
    }

    private static void AppendObject(StringBuilder text, JsonElement element, int depth)
    {
        var separator = "{";
        foreach (var property in element.EnumerateObject())
        {
            NewLine(text.Append(separator), depth + 1).Append($"\"{property.Name}\": ");
            Append(text, property.Value, depth + 1);
            separator = ",";
        }

        NewLine(text, depth).Append('}');
    }

    private static void AppendList(StringBuilder text, JsonElement element, int depth)
    {
        text.Append('[');
        var column = Width;
        var separator = "";
        foreach (var item in element.EnumerateArray())
        {
            var inline = Inline(item);
            text.Append(separator);
            var shares = item.ValueKind != JsonValueKind.Object && column + inline.Length < Width;
            column = shares ? column + inline.Length + Indent : (depth + 1) * Indent + inline.Length + 1;
            if (shares)
            {
                text.Append(' ').Append(inline);
            }
            else if (IsShort(item, inline))
            {
                NewLine(text, depth + 1).Append(inline);
            }
            else
            {
                Append(NewLine(text, depth + 1), item, depth + 1);
            }

            separator = ",";
        }

        NewLine(text, depth).Append(']');
    }

    /// <summary>An object of a list, such as an agent, has a line of its own as long as it holds no others.</summary>
    private static bool IsShort(JsonElement item, string inline) =>
        inline.Length < Width && item.ValueKind == JsonValueKind.Object && !item.EnumerateObject().Any(
            member => member.Value.ValueKind == JsonValueKind.Object
                || (member.Value.ValueKind == JsonValueKind.Array && member.Value.EnumerateArray().Any(IsContainer)));

    private static string Inline(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => $"[{string.Join(", ", element.EnumerateArray().Select(Inline))}]",
        JsonValueKind.Object =>
            $"{{ {string.Join(", ", element.EnumerateObject().Select(p => $"\"{p.Name}\": {Inline(p.Value)}"))} }}",
        _ => element.GetRawText(),
    };

    private static bool IsContainer(JsonElement element) =>
        element.ValueKind is JsonValueKind.Array or JsonValueKind.Object;

    private static StringBuilder NewLine(StringBuilder text, int depth) =>
        text.Append('\n').Append(' ', Indent * depth);
}
