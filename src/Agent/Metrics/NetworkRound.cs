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

    /// <summary>The agents' reports.</summary>
    [JsonIgnore]
    public IReadOnlyCollection<RoundMetrics> Agents { get; init; } = [];

    /// <summary>Puts the agents' reports of one round together.</summary>
    public static NetworkRound Of(IReadOnlyCollection<RoundMetrics> agents)
    {
        return new NetworkRound(
            agents.First().Round,
            agents.Max(a => a.Seconds),
            agents.Sum(a => a.Cost) + agents.Average(a => a.Penalty),
            Spread.Of(agents.Select(a => a.TestCost)),
            Spread.Of(agents.Select(a => a.TestAccuracy)),
            agents.Max(a => a.Disagreement),
            Defect(agents),
            agents.Sum(a => a.BytesSent),
            agents.Sum(a => a.SuspendedLinks))
        {
            Stationarity = Gap(agents),
            Agents = agents,
        };
    }

    /// <summary>A single agent's own word, where there are no sketches to add up.</summary>
    private static double? Gap(IReadOnlyCollection<RoundMetrics> agents) =>
        agents.All(a => a.StationaritySketch is not null)
            ? StationarityGap.NormOfMean([.. agents.Select(a => a.StationaritySketch!)])
            : agents.Max(a => a.Stationarity);

    private static double? Defect(IReadOnlyCollection<RoundMetrics> agents)
    {
        if (agents.Any(a => a.TrackingSketch is null))
        {
            return null;
        }

        var scale = agents.Sum(a => a.GradientNorm);
        return scale > 0 ? TrackingSketch.Norm(agents.Select(a => a.TrackingSketch!)) / scale : 0;
    }
}
