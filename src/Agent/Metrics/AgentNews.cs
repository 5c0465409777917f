using System.Globalization;
using System.Text.Json;

namespace Murmuration.Agent.Metrics;

/// <summary>What an agent tells everybody on the bulletin, as JSON of at most 4 KiB.</summary>
/// <param name="Rows">Rows of its partition.</param>
/// <param name="Cost">Its share of the social cost, g_i(w_i) + r(w_i)/I; null before its first round.</param>
/// <param name="Accuracy">Its test accuracy when last evaluated, for classification.</param>
/// <param name="Disagreement">Its disagreement with its neighbours, relative.</param>
/// <param name="GradientNorm">‖∇g_i(w_i)‖, in round <paramref name="SketchRound"/> where there are sketches.</param>
/// <param name="TrackingSketch">Its sketch of φ_i y_i − ∇g_i(w_i) in round <paramref name="SketchRound"/>, for
/// algorithms with trackers.</param>
/// <param name="SuspendedLinks">Its links on which a round is still to be settled.</param>
/// <param name="TestCost">Its mean loss on the test set when last evaluated.</param>
/// <param name="Stationarity">How far its weights are from a stationary point, as its tracker shows it.</param>
/// <param name="Seconds">Seconds since its first round began.</param>
/// <param name="SecondsComputing">Seconds of its last round spent computing.</param>
/// <param name="SecondsWaiting">Seconds of its last round spent waiting for neighbours.</param>
/// <param name="BytesSent">Bytes it has sent so far, headers included.</param>
/// <param name="BytesReceived">Bytes it has received so far, headers included.</param>
/// <param name="Staleness">Rounds since it has last met a centre or followed a leader.</param>
/// <param name="Epochs">Tracking epochs it has begun, the first not counted.</param>
/// <param name="Links">Its links; where they do not fit into a record, some of them, those that are not up first.
/// </param>
/// <param name="FirstRound">Rounds that it had done when it was started.</param>
/// <param name="SketchRound">The round that the sketches belong to: only sketches of one round add up.</param>
/// <param name="StationaritySketch">Its sketch of φ_i (w_i − prox_r(w_i − I y_i)) in that round.</param>
internal sealed record AgentNews(
    long Rows,
    double? Cost = null,
    double? Accuracy = null,
    double? Disagreement = null,
    double? GradientNorm = null,
    IReadOnlyList<double>? TrackingSketch = null,
    int SuspendedLinks = 0,
    double? TestCost = null,
    double? Stationarity = null,
    double Seconds = 0,
    double SecondsComputing = 0,
    double SecondsWaiting = 0,
    long BytesSent = 0,
    long BytesReceived = 0,
    int? Staleness = null,
    int Epochs = 0,
    IReadOnlyList<LinkNews>? Links = null,
    int FirstRound = 0,
    int? SketchRound = null,
    IReadOnlyList<float>? StationaritySketch = null)
{
    /// <summary>What the bulletin takes.</summary>
    public const int MostBytes = 4096;

    /// <summary>More never fit.</summary>
    public const int MostLinks = 40;

    /// <summary>The news of a round.</summary>
    /// <param name="metrics">The round.</param>
    /// <param name="rows">Rows of the agent's partition.</param>
    /// <param name="agentCount">I.</param>
    public static AgentNews Of(RoundMetrics metrics, long rows, int agentCount) => new(
        rows,
        metrics.Cost + (metrics.Penalty / agentCount),
        metrics.TestAccuracy,
        metrics.Disagreement,
        metrics.GradientNorm,
        SuspendedLinks: metrics.SuspendedLinks,
        TestCost: metrics.TestCost,
        Stationarity: metrics.Stationarity,
        Seconds: metrics.Seconds,
        SecondsComputing: metrics.SecondsComputing,
        SecondsWaiting: metrics.SecondsWaiting,
        BytesSent: metrics.BytesSent,
        BytesReceived: metrics.BytesReceived,
        Staleness: metrics.Staleness,
        Epochs: metrics.Epochs,
        Links: metrics.Links);

    /// <summary>The same with the sketches of a round that all agents tell of.</summary>
    public AgentNews WithSketches(RoundMetrics? of) => of is null ? this : this with
    {
        SketchRound = of.Round,
        GradientNorm = of.GradientNorm,
        TrackingSketch = of.TrackingSketch is { } sketch ? [.. sketch.Select(Shorten)] : null,
        StationaritySketch = of.StationaritySketch,
    };

    /// <summary>As bytes for the bulletin; links that do not fit are left out.</summary>
    public byte[] ToBytes()
    {
        var links = Links?.Count ?? 0;
        while (true)
        {
            var news = links == (Links?.Count ?? 0) ? this : this with { Links = [.. Links!.Take(links)] };
            var bytes = JsonSerializer.SerializeToUtf8Bytes(news, MetricsFormat.Options);
            if (bytes.Length <= MostBytes || links == 0)
            {
                return bytes;
            }

            links--;
        }
    }

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

    /// <summary>Nine digits: less than the rounding of what is sketched, in two thirds of the bytes.</summary>
    private static double Shorten(double value) =>
        double.Parse(value.ToString("G9", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
