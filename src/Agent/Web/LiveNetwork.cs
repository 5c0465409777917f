using System.Xml.Linq;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Reports.Drawing;
using Murmuration.Agent.Reports.Pages;
using Murmuration.Agent.Reports.Runs;
using Murmuration.Agent.Reports.Sections;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Web;

/// <summary>Draws the network as it is now: every link that there ever is, with its state.</summary>
internal sealed class LiveNetwork
{
    /// <summary>Larger drawings would be sent again and again.</summary>
    private const int MostAgents = 300;

    private const int MostLinks = 1200;

    private readonly TopologySchedule _schedule;
    private readonly GraphLayout? _layout;
    private readonly IReadOnlyList<(int From, int To)> _links = [];

    /// <summary>Decides where the agents stand.</summary>
    public LiveNetwork(TopologySchedule schedule)
    {
        _schedule = schedule;
        if (NetworkSection.IsDrawable(schedule, MostAgents, MostLinks))
        {
            _layout = GraphLayout.Of(schedule);
            _links = [.. NetworkSection.EverLinks(schedule)];
        }
    }

    /// <summary>The drawing.</summary>
    public XElement Draw(RunOverview run)
    {
        if (_layout is null)
        {
            return Html.Of("p", "note", NetworkSection.TooLarge(_schedule));
        }

        var round = Math.Max(0, run.Farthest);
        var told = LinkOverview.Of(run.Agents, run.AgentCount).ToDictionary(link => (link.From, link.To));
        var now = _schedule.LinksAt(round)
            .Select(link => (Math.Min(link.From, link.To), Math.Max(link.From, link.To)))
            .ToHashSet();
        return NetworkDrawing.Draw(
            $"The network in round {round + 1}",
            _schedule.PositionsAt(round) is null ? _layout : GraphLayout.Of(_schedule, round),
            [.. Enumerable.Range(0, run.AgentCount).Select(index => NetworkSection.Drawn(run, _schedule, index))],
            _links.Select(link => Drawn(link, told.GetValueOrDefault(link), now.Contains(link))));
    }

    /// <summary>What its looks mean.</summary>
    public static XElement Key() => NetworkSection.Key(
        ("link up", "link up"),
        ("link up idle", "not in this round"),
        ("link suspended", "suspended"),
        ("link down", "no connection"),
        ("agent done", "done"),
        ("agent present", "trains"),
        ("agent behind", "behind or silent"),
        ("agent lost", "lost"),
        ("agent away", "away"));

    private DrawnLink Drawn((int From, int To) link, LinkOverview? told, bool isNow)
    {
        var name = $"{_schedule.Agents[link.From].Id} – {_schedule.Agents[link.To].Id}";
        var look = told is null ? "plain" : told.State.ToString().ToLowerInvariant();
        var isIdle = !isNow && (told is null || told.State == LinkState.Up);
        return new(
            link.From,
            link.To,
            isIdle ? $"{look} idle" : look,
            told is null
                ? name
                : $"{name}: {look}, {ProgressText.Bytes(told.Bytes)} both ways, "
                    + $"delay {LinksSection.DelayText(told.Delay)}");
    }
}
