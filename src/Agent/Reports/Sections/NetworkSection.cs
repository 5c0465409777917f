using System.Xml.Linq;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Reports.Drawing;
using Murmuration.Agent.Reports.Pages;
using Murmuration.Agent.Reports.Runs;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Reports.Sections;

/// <summary>Who talks to whom, round by round.</summary>
internal static class NetworkSection
{
    private const int MostAgents = 1000;
    private const int MostLinks = 4000;

    /// <summary>Eigenvalues of larger networks take longer than a report may.</summary>
    private const int MostAgentsJudged = 128;

    private const string FramesId = "network-frames";
    private const string SliderId = "network-slider";

    /// <summary>The section, or null where the topology is not known.</summary>
    public static XElement? Draw(RunOverview run) => run.Schedule is not { } schedule
        ? null
        : Html.Section(
            "network",
            "Network",
            IsDrawable(schedule)
                ? Html.Of("div", "beside", Html.Of("div", null, Frames(run, schedule)), Facts(schedule))
                : Html.Of("div", null, Html.Of("p", "note", TooLarge(schedule)), Facts(schedule)));

    /// <summary>Whether a network is small enough to be drawn.</summary>
    /// <param name="schedule">The network.</param>
    /// <param name="mostAgents">Most agents of a drawing.</param>
    /// <param name="mostLinks">Most links of a drawing.</param>
    public static bool IsDrawable(
        TopologySchedule schedule, int mostAgents = MostAgents, int mostLinks = MostLinks) =>
        schedule.Agents.Count <= mostAgents && EverLinks(schedule).Take(mostLinks + 1).Count() <= mostLinks;

    /// <summary>Why there is no drawing.</summary>
    public static string TooLarge(TopologySchedule schedule) =>
        $"{schedule.Agents.Count:#,0} agents with their links are too many to draw.";

    /// <summary>All links that there ever are, the lower index first.</summary>
    public static IEnumerable<(int From, int To)> EverLinks(TopologySchedule schedule) =>
        Enumerable.Range(0, schedule.Agents.Count).SelectMany(from =>
            schedule.EverNeighbours(from).Where(to => to > from).Select(to => (from, to)));

    /// <summary>An agent as drawings show it.</summary>
    public static DrawnAgent Drawn(RunOverview run, TopologySchedule schedule, int index)
    {
        var id = schedule.Agents[index].Id;
        var agent = run.Agents.FirstOrDefault(one => one.Index == index);
        return agent is null
            ? new(id, "unknown", $"{id}: not seen from here")
            : new(id, agent.Standing.ToString().ToLowerInvariant(), $"{id}: {agent.StandingText}");
    }

    /// <summary>What looks mean.</summary>
    public static XElement Key(params IReadOnlyList<(string Look, string Text)> looks)
    {
        XNamespace svg = "http://www.w3.org/2000/svg";
        return Html.Of("ul", "key", looks.Select(one => Html.Of(
            "li",
            null,
            new XElement(
                svg + "svg",
                new XAttribute("class", "network"),
                new XAttribute("viewBox", "0 0 28 10"),
                new XAttribute("aria-hidden", "true"),
                one.Look.StartsWith("link", StringComparison.Ordinal)
                    ? new XElement(svg + "path", new XAttribute("class", one.Look), new XAttribute("d", "M0 5H28"))
                    : new XElement(
                        svg + "g",
                        new XAttribute("class", one.Look),
                        new XElement(
                            svg + "circle",
                            new XAttribute("cx", 14),
                            new XAttribute("cy", 5),
                            new XAttribute("r", 4.5)))),
            one.Text)));
    }

    private static IEnumerable<XElement> Frames(RunOverview run, TopologySchedule schedule)
    {
        var frames = NetworkFrames.Of(schedule, run.Farthest);
        var still = GraphLayout.Of(schedule, frames.Rounds[0].Round);
        var links = LinkOverview.Of(run.Agents, schedule.Agents.Count).ToDictionary(link => (link.From, link.To));
        var agents = Enumerable.Range(0, schedule.Agents.Count).Select(k => Drawn(run, schedule, k)).ToList();
        yield return Html.Of(
            "div",
            null,
            Html.Attribute("id", FramesId),
            frames.Rounds.Select((frame, k) => Frame(schedule, frame, k, still, agents, links)));
        if (frames.Rounds.Count > 1)
        {
            yield return Slider(frames.Rounds.Count - 1);
        }

        yield return Html.Of("p", "note", frames.Note);
    }

    private static XElement Frame(
        TopologySchedule schedule,
        (int Round, string Label) frame,
        int index,
        GraphLayout still,
        List<DrawnAgent> agents,
        Dictionary<(int From, int To), LinkOverview> links)
    {
        var layout = schedule.PositionsAt(frame.Round) is null ? still : GraphLayout.Of(schedule, frame.Round);
        var drawing = NetworkDrawing.Draw(
            $"{schedule.Name}, {frame.Label}",
            layout,
            agents,
            schedule.LinksAt(frame.Round).Select(link => Drawn(schedule, link, links)));
        drawing.Add(new XAttribute("data-frame", index), new XAttribute("data-label", frame.Label));
        if (index > 0)
        {
            drawing.Add(new XAttribute("hidden", "hidden"));
        }

        return drawing;
    }

    private static DrawnLink Drawn(
        TopologySchedule schedule, Link link, Dictionary<(int From, int To), LinkOverview> known)
    {
        var (look, between) = schedule.Directed ? ("plain oneway", "→") : ("plain", "–");
        var name = $"{schedule.Agents[link.From].Id} {between} {schedule.Agents[link.To].Id}";
        return known.GetValueOrDefault((Math.Min(link.From, link.To), Math.Max(link.From, link.To))) is { } told
            ? new(link.From, link.To, look, $"{name}: {ProgressText.Bytes(told.Bytes)} both ways in all")
            : new(link.From, link.To, look, name);
    }

    private static XElement Slider(int last) => Html.Of(
        "div",
        "slider",
        Html.Of(
            "button",
            null,
            Html.Attribute("type", "button"),
            Html.Attribute("data-play", SliderId),
            Html.Attribute("aria-pressed", "false"),
            "play"),
        Html.Of(
            "input",
            null,
            Html.Attribute("type", "range"),
            Html.Attribute("id", SliderId),
            Html.Attribute("data-frames", FramesId),
            Html.Attribute("aria-label", "round"),
            Html.Attribute("min", 0),
            Html.Attribute("max", last),
            Html.Attribute("value", 0)),
        Html.Of("output", null, Html.Attribute("id", $"{SliderId}-label"), Html.Attribute("for", SliderId), ""));

    private static XElement Facts(TopologySchedule schedule)
    {
        var facts = new List<(string Name, string Value)>
        {
            ("topology", schedule.Name),
            ("agents", $"{schedule.Agents.Count:#,0}"),
            ("links", schedule.Directed ? "one-way" : "both ways"),
            ("mixing weights", schedule.Weights),
        };
        if (schedule.Agents.Count <= MostAgentsJudged)
        {
            facts.AddRange(Judged(new TopologyReport(schedule)));
        }

        return Html.Of("dl", "facts", facts.Select(fact => new[]
        {
            Html.Of("dt", null, fact.Name), Html.Of("dd", null, fact.Value),
        }));
    }

    private static IEnumerable<(string Name, string Value)> Judged(TopologyReport report)
    {
        yield return ("links per round", report.FewestLinks == report.MostLinks
            ? $"{report.MostLinks}"
            : $"{report.FewestLinks} to {report.MostLinks}");
        yield return ("most neighbours", $"{report.MostNeighbours}");
        if (report.JointlyConnectedOver is { } window)
        {
            yield return ("connected", window == 1 ? "in every round" : $"over any {window} rounds in a row");
        }

        if (report.SpectralGap is { } gap)
        {
            yield return ("spectral gap", report.WindowRounds == 1
                ? NumberText.Of(gap)
                : $"{NumberText.Of(gap)} over {report.WindowRounds} rounds");
        }

        if (report.RoundsToAgree is { } rounds)
        {
            yield return ("rounds to agree", $"about {rounds}, to a thousandth, by mixing alone");
        }
    }
}
