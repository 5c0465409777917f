using System.Text.Json;
using System.Text.Json.Serialization;

namespace Murmuration.Agent.Configuration;

/// <summary>Reads a list of columns, each given by name or by 0-based index.</summary>
internal sealed class ColumnNamesConverter : JsonConverter<IReadOnlyList<string>>
{
    private static readonly ColumnNameConverter Item = new();

    /// <inheritdoc/>
    public override IReadOnlyList<string> Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("columns are given as a list of names or 0-based indices");
        }

        var columns = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            columns.Add(Item.Read(ref reader, typeof(string), options)!);
        }

        return columns;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var column in value)
        {
            Item.Write(writer, column, options);
        }

        writer.WriteEndArray();
    }
}
