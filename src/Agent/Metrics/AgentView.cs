using Murmuration.Agent.Configuration;
using Spectre.Console;

namespace Murmuration.Agent.Metrics;

/// <summary>
/// What a daemon shows on standard output: its own rounds, as a table, as lines, as JSON, or nothing.
/// </summary>
internal static class AgentView
{
    /// <summary>Whether the report is a table that is redrawn in place.</summary>
    public static bool IsLive(ReportKind kind) => kind == ReportKind.Auto && !Console.IsOutputRedirected;

    /// <summary>The view that was asked for, as a sink.</summary>
    public static ViewSink Create(ReportKind kind, int rounds, int agentCount, TimeProvider time) => kind switch
    {
        ReportKind.Json => new ViewSink(new JsonLinesSink(Console.Out), view: null),
        ReportKind.None => new ViewSink(new SinkGroup(), view: null),
        _ when IsLive(kind) => Of(new LiveProgress(AnsiConsole.Console, rounds, time), agentCount),
        _ => Of(new LineProgress(Console.Out, rounds, time), agentCount),
    };

    private static ViewSink Of(IProgressView view, int agentCount) =>
        new(new OwnShareSink(new NetworkMetrics(agentCount: 1, view.Show), agentCount), view);
}
