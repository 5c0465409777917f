using Spectre.Console;
using Spectre.Console.Rendering;

namespace Murmuration.Agent.Metrics.Terminal;

/// <summary>A network on a terminal: how far it is, what it has reached, and a row for every agent, as far as there is
/// room.</summary>
internal sealed class NetworkScreen : Renderable
{
    /// <summary>More rows than these are no longer looked at.</summary>
    private const int MostLiveAgents = 20;

    /// <summary>Lines of a live screen beside the rows of agents.</summary>
    private const int OtherLines = 9;

    private const int MostLinks = 50;

    private readonly NetworkSnapshot _snapshot;
    private readonly bool _isLive;

    private NetworkScreen(NetworkSnapshot snapshot, bool isLive) => (_snapshot, _isLive) = (snapshot, isLive);

    /// <summary>As much as fits on one screen, to be redrawn.</summary>
    public static NetworkScreen Live(NetworkSnapshot snapshot) => new(snapshot, isLive: true);

    /// <summary>Everything, links too.</summary>
    public static NetworkScreen Whole(NetworkSnapshot snapshot) => new(snapshot, isLive: false);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        ((IRenderable)new Rows(Parts(options, maxWidth))).Render(options, maxWidth);

    private IEnumerable<IRenderable> Parts(RenderOptions options, int width)
    {
        var observer = _snapshot.Observer.Length > 0 ? $", as agent '{_snapshot.Observer}' knows it" : "";
        yield return new Text($"Run '{_snapshot.Run}' on '{_snapshot.Topology}'{observer}");
        if (_snapshot.Totals is not { Members: > 0 } totals)
        {
            yield return new Text("No agent has begun: they wait for each other.");
            yield break;
        }

        yield return new ProgressBar(totals.Round, _snapshot.Rounds, totals.SecondsLeft);
        yield return new Text(ProgressText.Line(ProgressText.Figures(totals)));
        var room = (options.Height ?? options.ConsoleSize.Height) - OtherLines;
        if (!_isLive || _snapshot.Agents.Count <= Math.Min(MostLiveAgents, room))
        {
            yield return AgentTable.Of(_snapshot, width);
        }

        if (!_isLive && LinkTable.Of(_snapshot, width, MostLinks) is { } links)
        {
            yield return links;
        }
    }
}
