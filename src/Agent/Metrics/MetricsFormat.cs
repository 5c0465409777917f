using System.Text.Json;
using System.Text.Json.Serialization;

namespace Murmuration.Agent.Metrics;

/// <summary>JSON lines: one object per round and one at the end.</summary>
internal static class MetricsFormat
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>One line, without its end.</summary>
    public static string ToLine<T>(T record) => JsonSerializer.Serialize(record, Format);

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
                sink.OnRound(JsonSerializer.Deserialize<RoundMetrics>(line, Format)!);
            }
            else
            {
                sink.OnEnd(JsonSerializer.Deserialize<AgentSummary>(line, Format)!);
            }
        }
        catch (JsonException)
        {
            return false;
        }

        return true;
    }
}
