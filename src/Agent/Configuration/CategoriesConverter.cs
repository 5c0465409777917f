using System.Text.Json;
using System.Text.Json.Serialization;

namespace Murmuration.Agent.Configuration;

/// <summary>Reads the values of columns: { "color": ["red", "green"], "3": [1, 2, 3] }.</summary>
internal sealed class CategoriesConverter : JsonConverter<IReadOnlyDictionary<string, IReadOnlyList<string>>>
{
    private static readonly ColumnNamesConverter Values = new();

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, IReadOnlyList<string>> Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("categories are given as an object of columns with lists of values");
        }

        var columns = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var column = reader.GetString()!;
            reader.Read();
            columns[column] = Values.Read(ref reader, typeof(IReadOnlyList<string>), options);
        }

        return columns;
    }

    /// <inheritdoc/>
    public override void Write(
        Utf8JsonWriter writer,
        IReadOnlyDictionary<string, IReadOnlyList<string>> value,
        JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (column, values) in value)
        {
            writer.WritePropertyName(column);
            Values.Write(writer, values, options);
        }

        writer.WriteEndObject();
    }
}
