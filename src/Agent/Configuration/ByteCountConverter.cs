using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Murmuration.Agent.Configuration;

/// <summary>Reads a number of bytes: 1500000, "1500000", "500 MB", "1.5GB" (decimal), "2 GiB" (binary).</summary>
internal sealed class ByteCountConverter : JsonConverter<long?>
{
    private static readonly (string Name, double Bytes)[] Units =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40),
        ("kB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("B", 1),
    ];

    /// <inheritdoc/>
    public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.Number when reader.TryGetInt64(out var count) => count,
            JsonTokenType.String when Parse(reader.GetString()!) is { } count => count,
            _ => throw new JsonException("a number of bytes is needed, such as 500000000 or \"500 MB\""),
        };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options)
    {
        if (value is { } count)
        {
            writer.WriteNumberValue(count);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    private static long? Parse(string text)
    {
        var unit = Array.Find(Units, unit => text.EndsWith(unit.Name, StringComparison.OrdinalIgnoreCase));
        var number = text[..^(unit.Name?.Length ?? 0)];
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var count)
            && count * (unit.Name is null ? 1 : unit.Bytes) is >= 0 and <= 1e18 and var bytes
                ? (long)bytes
                : null;
    }
}
