using System.Text.Json;

namespace Murmuration.Agent.Metrics;

/// <summary>What an agent tells everybody on the bulletin, as JSON of at most 4 KiB.</summary>
/// <param name="Rows">Rows of its partition.</param>
/// <param name="Cost">Its share of the social cost, g_i(w_i) + r(w_i)/I; null before its first round.</param>
/// <param name="Accuracy">Its test accuracy when last evaluated, for classification.</param>
/// <param name="Disagreement">Its disagreement with its neighbours, relative.</param>
/// <param name="GradientNorm">‖∇g_i(w_i)‖.</param>
/// <param name="TrackingSketch">Its sketch of φ_i y_i − ∇g_i(w_i), for algorithms with trackers.</param>
/// <param name="SuspendedLinks">Its links on which a round is still to be settled.</param>
internal sealed record AgentNews(
    long Rows,
    double? Cost = null,
    double? Accuracy = null,
    double? Disagreement = null,
    double? GradientNorm = null,
    IReadOnlyList<double>? TrackingSketch = null,
    int SuspendedLinks = 0)
{
    /// <summary>The news of a round.</summary>
    public static AgentNews Of(RoundMetrics metrics, long rows, int agentCount, double? accuracy) => new(
        rows,
        metrics.Cost + (metrics.Penalty / agentCount),
        accuracy,
        metrics.Disagreement,
        metrics.GradientNorm,
        metrics.TrackingSketch,
        metrics.SuspendedLinks);

    /// <summary>As bytes for the bulletin.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, MetricsFormat.Options);

    /// <summary>Reads what another agent wrote; null when there is nothing, or nothing sensible.</summary>
    public static AgentNews? TryRead(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return bytes.IsEmpty ? null : JsonSerializer.Deserialize<AgentNews>(bytes, MetricsFormat.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
