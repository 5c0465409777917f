using Murmuration.Agent.Configuration;
using Spectre.Console;

namespace Murmuration.Agent.Metrics;

/// <summary>
/// What a daemon shows on standard output: the network as a picture that is redrawn, or its own rounds as lines or as
/// JSON, or its end only.
/// </summary>
internal static class AgentView
{
    /// <summary>Whether standard output shows a picture that is redrawn in place.</summary>
    public static bool IsLive(AgentOptions options) =>
        options is { Quiet: false, Json: false } && !Console.IsOutputRedirected;

    /// <summary>The view that was asked for, as a sink.</summary>
    public static ViewSink Create(
        AgentOptions options, int rounds, int agentCount, NetworkWatch watch, TimeProvider time)
    {
        var result = new ResultSink(Console.Out, options.Json);
        if (options.Quiet)
        {
            return new(result, view: null);
        }

        if (options.Json)
        {
            var output = Console.OpenStandardOutput();
            return new(new JsonLinesSink(output, JsonLinesSink.PipeDelay, time), view: null);
        }

        IProgressView view = IsLive(options)
            ? new LiveProgress(AnsiConsole.Console, time)
            : new LineProgress(Console.Out, Console.Error, rounds, time);
        view.Follow(watch.Now);
        var rows = new OwnShareSink(new NetworkMetrics(agentCount: 1, view.Show), agentCount);
        return new(rows, view, result);
    }
}
