using Murmuration.Agent.Metrics;
using Murmuration.Agent.Reports.Runs;

namespace Murmuration.Agent.Reports.Sections;

/// <summary>What charts draw against.</summary>
/// <param name="Id">Its name in the page.</param>
/// <param name="Title">Its name for people, with the unit.</param>
/// <param name="OfAgent">How much of it an agent has spent.</param>
/// <param name="OfNetwork">How much of it each of so many agents has spent, on average.</param>
internal sealed record Effort(
    string Id, string Title, Func<AgentPoint, double> OfAgent, Func<NetworkRound, int, double> OfNetwork)
{
    /// <summary>Rounds done.</summary>
    public static Effort Rounds { get; } =
        new("rounds", "rounds", static point => point.Round, static (round, _) => round.Round);

    /// <summary>Seconds since the first round began.</summary>
    public static Effort Seconds { get; } =
        new("seconds", "seconds", static point => point.Seconds, static (round, _) => round.Seconds);

    /// <summary>Bytes sent by an agent.</summary>
    public static Effort Bytes { get; } = new(
        "bytes",
        "MB sent by each agent",
        static point => point.BytesSent / 1e6,
        static (round, agents) => round.BytesSent / 1e6 / agents);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Effort> All { get; } = [Rounds, Seconds, Bytes];
}
