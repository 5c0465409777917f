using Murmuration.Agent.Metrics;

namespace Murmuration.Agent.Tests.Support;

/// <summary>A round of a network straight from the reports of all its agents.</summary>
internal static class RoundOf
{
    public static NetworkRound All(params IReadOnlyCollection<RoundMetrics> agents) => new(
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
        AgentCount = agents.Count,
    };

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
