using System.Text.Json;

namespace Murmuration.Gossip.Topologies.Files;

/// <summary>A value of a JSON file that knows where it stands, which the framework's own documents do not.</summary>
internal sealed class JsonItem(JsonItem? parent, string? key, int index, JsonValueKind kind, string text, int offset)
{
    private List<JsonItem>? _items;

    /// <summary>The member's name, when the parent is an object.</summary>
    public string? Key => key;

    public JsonValueKind Kind => kind;

    /// <summary>A string's value, a number's digits.</summary>
    public string Text => text;

    /// <summary>Where it begins, in bytes.</summary>
    public int Offset => offset;

    /// <summary>Members of an object or items of a list, in order.</summary>
    public IReadOnlyList<JsonItem> Items => _items ?? [];

    /// <summary>A member by name, or null.</summary>
    public JsonItem? this[string name] => _items?.Find(item => item.Key == name);

    /// <summary>Such as <c>schedule.rounds[2].links[0]</c>; empty for the whole file.</summary>
    public string Path => parent is null ? "" : key is null ? $"{parent.Path}[{index}]"
        : parent.Path.Length == 0 ? key : $"{parent.Path}.{key}";

    /// <summary>What it is, in a user's words.</summary>
    public string KindName => kind switch
    {
        JsonValueKind.Object => "an object { … }",
        JsonValueKind.Array => "a list [ … ]",
        JsonValueKind.String => $"the text \"{(text.Length <= 40 ? text : text[..40] + "…")}\"",
        JsonValueKind.Number => text,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };

    public void Add(JsonItem item) => (_items ??= []).Add(item);
}
