using System.Text.Json.Serialization;

namespace Murmuration.Agent.Metrics;

/// <summary>The whole network after one round.</summary>
/// <param name="Round">Rounds done by every agent.</param>
/// <param name="Seconds">Seconds since the first round began, at the slowest agent.</param>
/// <param name="Cost">Social cost: the agents' costs added up, plus the mean penalty.</param>
/// <param name="TestCost">Mean loss on the test set, over the agents, if this round evaluated.</param>
/// <param name="Accuracy">Test accuracy, over the agents, if this round evaluated a classifier.</param>
/// <param name="Disagreement">The largest of the agents' disagreements with their neighbours, relative.</param>
/// <param name="TrackingDefect">‖Σ φ_i y_i − Σ ∇g_i‖ / Σ ‖∇g_i‖, or null without trackers.</param>
/// <param name="BytesSent">Bytes sent by all agents so far.</param>
/// <param name="SuspendedLinks">Ends of links on which a round is still to be settled.</param>
internal sealed record NetworkRound(
    int Round,
    double Seconds,
    double Cost,
    Spread? TestCost,
    Spread? Accuracy,
    double Disagreement,
    double? TrackingDefect,
    long BytesSent,
    int SuspendedLinks = 0)
{
    /// <summary>Rounds that were done before this start of the run.</summary>
    public int Before { get; init; }

    /// <summary>‖w − prox_r(w − Σ ∇g_i)‖ as a mean over the agents, or null where they take no gradients at their
    /// weights.</summary>
    public double? Stationarity { get; init; }

    /// <summary>Whether it has figures from sketches, as rounds have that evaluate.</summary>
    [JsonIgnore]
    public bool HasSketches => TrackingDefect is not null || Stationarity is not null;

    /// <summary>How many agents have reported it.</summary>
    [JsonIgnore]
    public int AgentCount { get; init; }
}
