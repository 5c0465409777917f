using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Murmuration.Agent.Configuration;

/// <summary>Reads a column given by name ("quality") or by 0-based index (11 or "11").</summary>
internal sealed class ColumnNameConverter : JsonConverter<string>
{
    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number when reader.TryGetInt32(out var index) => index.ToString(CultureInfo.InvariantCulture),
            _ => throw new JsonException("a column is given by its name or its 0-based index"),
        };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);
}
