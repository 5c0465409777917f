using Murmuration.Agent.Reports.Drawing;

namespace Murmuration.Agent.Reports.Sections;

/// <summary>All figures that charts show, in the order of the page. Those that a run has no values of are left
/// out.</summary>
internal static class Figures
{
    /// <summary>Of a classifier the accuracy says more, of a regression the cost on fresh rows.</summary>
    public static IEnumerable<Figure> Of(bool isClassifier) =>
        All.Where(figure => figure != (isClassifier ? TestCost : Accuracy));

    private static Figure Cost { get; } = new()
    {
        Id = "cost",
        Title = "Cost",
        Note = "on training rows; an agent's own share × agents",
        OfAgent = static (run, agent) => agent.Rounds.Select(point => (point, run.AgentCount * point.Cost)),
        OfNetwork = static run => run.Network.Select(round => (round, (double?)round.Cost)),
        MiddleName = "all agents",
    };

    private static Figure Accuracy { get; } = new()
    {
        Id = "accuracy",
        Title = "Test accuracy",
        Note = "on rows that no agent trains with",
        Kind = AxisKind.Accuracy,
        OfAgent = static (_, agent) => agent.Evaluated.Select(point => (point, point.Accuracy)),
        OfNetwork = static run => run.Network.Select(round => (round, round.Accuracy?.Mean)),
    };

    private static Figure TestCost { get; } = new()
    {
        Id = "test-cost",
        Title = "Test cost",
        Note = "on rows that no agent trains with",
        OfAgent = static (_, agent) => agent.Evaluated.Select(point => (point, point.TestCost)),
        OfNetwork = static run => run.Network.Select(round => (round, round.TestCost?.Mean)),
    };

    private static Figure Disagreement { get; } = new()
    {
        Id = "disagreement",
        Title = "Disagreement",
        Note = "distance to the neighbours' estimates, relative",
        OfAgent = static (_, agent) => agent.Rounds.Select(point => (point, point.Disagreement)),
        OfNetwork = static run => run.Network.Select(round => (round, (double?)round.Disagreement)),
        MiddleName = "largest",
    };

    private static Figure Defect { get; } = new()
    {
        Id = "defect",
        Title = "Tracking defect",
        Note = "what the trackers miss of the gradients, relative",
        OfNetwork = static run => run.Network.Select(round => (round, round.TrackingDefect)),
        MiddleName = "network",
    };

    private static Figure Stationarity { get; } = new()
    {
        Id = "stationarity",
        Title = "Stationarity",
        Note = "distance from a stationary point, as seen by trackers",
        OfAgent = static (_, agent) => agent.Rounds.Select(point => (point, point.Stationarity)),
        OfNetwork = static run => run.Network.Select(round => (round, round.Stationarity)),
    };

    private static Figure Sent { get; } = new()
    {
        Id = "sent",
        Title = "Bytes per round",
        Note = "kB sent by an agent",
        OfAgent = static (_, agent) => Steps(agent.Rounds, point => point.Round, point => point.BytesSent / 1e3),
        OfNetwork = static run =>
            Steps(run.Network, round => round.Round, round => round.BytesSent / 1e3 / run.AgentCount)
                .Select(step => (step.At, (double?)step.Value)),
    };

    private static Figure Pace { get; } = new()
    {
        Id = "pace",
        Title = "Seconds per round",
        Note = "computing, waiting and evaluating",
        OfAgent = static (_, agent) => Steps(agent.Rounds, point => point.Round, point => point.Seconds),
        OfNetwork = static run => Steps(run.Network, round => round.Round, round => round.Seconds)
            .Select(step => (step.At, (double?)step.Value)),
    };

    private static Figure Staleness { get; } = new()
    {
        Id = "staleness",
        Title = "Staleness",
        Note = "rounds since the agent has met a centre or followed a leader",
        Kind = AxisKind.Linear,
        OfAgent = static (_, agent) => agent.Rounds.Select(point => (point, point.Staleness)),
    };

    /// <summary>Every figure that any run may have; declared last, for it is made of those above.</summary>
    public static IReadOnlyList<Figure> All { get; } =
        [Cost, Accuracy, TestCost, Disagreement, Defect, Stationarity, Sent, Pace, Staleness];

    /// <summary>How much a growing figure has grown in a round, between points that may be several rounds
    /// apart.</summary>
    private static IEnumerable<(T At, double Value)> Steps<T>(
        IReadOnlyList<T> points, Func<T, int> roundOf, Func<T, double> valueOf) =>
        points.Zip(points.Skip(1), (before, after) =>
            (after, (valueOf(after) - valueOf(before)) / Math.Max(1, roundOf(after) - roundOf(before))));
}
