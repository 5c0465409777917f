using Murmuration.Agent.Metrics;
using Murmuration.Agent.Reports.Drawing;
using Murmuration.Agent.Reports.Runs;

namespace Murmuration.Agent.Reports.Sections;

/// <summary>What a chart shows, for every agent and for the whole network.</summary>
internal sealed record Figure
{
    /// <summary>Its name in the page.</summary>
    public required string Id { get; init; }

    /// <summary>Its name for people.</summary>
    public required string Title { get; init; }

    /// <summary>What it means, in a few words.</summary>
    public required string Note { get; init; }

    /// <summary>How its axis is divided.</summary>
    public AxisKind Kind { get; init; } = AxisKind.Logarithmic;

    /// <summary>The figure of an agent of a run, point by point.</summary>
    public Func<RunOverview, AgentOverview, IEnumerable<(AgentPoint At, double Value)>> OfAgent { get; init; } =
        static (_, _) => [];

    /// <summary>The figure of the network, round by round.</summary>
    public Func<RunOverview, IEnumerable<(NetworkRound At, double? Value)>> OfNetwork { get; init; } = static _ => [];

    /// <summary>What the line of the network is: the mean, the largest.</summary>
    public string MiddleName { get; init; } = "mean";
}
