using Murmuration.Agent.Metrics;

namespace Murmuration.Agent.Reports.Runs;

/// <summary>What is known of one agent of a run.</summary>
internal sealed record AgentOverview
{
    /// <summary>Its id, which anybody may have chosen.</summary>
    public required string Id { get; init; }

    /// <summary>Its place among all agents, from which its color follows.</summary>
    public required int Index { get; init; }

    /// <summary>How it fares.</summary>
    public required Standing Standing { get; init; }

    /// <summary>How it fares, in words.</summary>
    public required string StandingText { get; init; }

    /// <summary>How far it is, or null when nothing has been heard of it.</summary>
    public AgentTotals? Totals { get; init; }

    /// <summary>How it ended, or null when it has not.</summary>
    public AgentSummary? End { get; init; }

    /// <summary>Its rounds, thinned.</summary>
    public IReadOnlyList<AgentPoint> Rounds { get; init; } = [];

    /// <summary>Its rounds that evaluated the test set, thinned.</summary>
    public IReadOnlyList<AgentPoint> Evaluated { get; init; } = [];

    /// <summary>Its ends of links.</summary>
    public IReadOnlyList<LinkNews> Links { get; init; } = [];
}
