using System.Text.Json;
using System.Text.Json.Serialization;

namespace Murmuration.Agent.Metrics;

/// <summary>JSON lines: one object per round and one at the end.</summary>
internal static class MetricsFormat
{
    /// <summary>Short, and with numbers that are not finite.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>One line, without its end.</summary>
    public static string ToLine<T>(T record) => JsonSerializer.Serialize(record, Options);

    /// <summary>Gives a line to the sink; false when it is neither a round nor a summary, or torn.</summary>
    public static bool TryRead(string line, IMetricsSink sink)
    {
        if (!line.StartsWith("{\"agent\":", StringComparison.Ordinal))
        {
            return false;
        }

        try
        {
            if (line.Contains("\"round\":", StringComparison.Ordinal))
            {
                sink.OnRound(JsonSerializer.Deserialize<RoundMetrics>(line, Options)!);
            }
            else
            {
                sink.OnEnd(JsonSerializer.Deserialize<AgentSummary>(line, Options)!);
            }
        }
        catch (JsonException)
        {
            return false;
        }

        return true;
    }
}
