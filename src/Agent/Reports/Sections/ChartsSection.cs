using System.Xml.Linq;
using Murmuration.Agent.Reports.Drawing;
using Murmuration.Agent.Reports.Pages;
using Murmuration.Agent.Reports.Runs;

namespace Murmuration.Agent.Reports.Sections;

/// <summary>How the run went: every figure for every agent and for the network.</summary>
internal static class ChartsSection
{
    /// <summary>With more agents, ranges take the place of lines.</summary>
    public const int MostLines = 50;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>All charts, with a choice of what they are drawn against.</summary>
    public static XElement Draw(RunOverview run) => Html.Section(
        "charts",
        "How it went",
        Choice(),
        Legend(run),
        Html.Of("div", "charts", Figures.Of(run.IsClassifier).Select(figure => Draw(run, figure))));

    /// <summary>A chart against everything it can be drawn against, one shown; null without any value.</summary>
    public static XElement? Draw(RunOverview run, Figure figure)
    {
        var charts = Effort.All.Select(effort => (effort, Chart: Chart(run, figure, effort))).ToList();
        return charts.TrueForAll(one => one.Chart is null)
            ? null
            : Frame(figure, [.. charts.Select(one => Html.Of("div", $"by-{one.effort.Id}", one.Chart))]);
    }

    /// <summary>A chart with its heading.</summary>
    public static XElement Frame(Figure figure, params object?[] content) => Html.Of(
        "figure",
        null,
        Html.Of("figcaption", null, figure.Title, Html.Of("small", null, figure.Note)),
        Html.Of("output", "readout", ""),
        content);

    /// <summary>A chart against one thing; null without any value.</summary>
    /// <param name="run">The run.</param>
    /// <param name="figure">What it shows.</param>
    /// <param name="effort">What it is drawn against.</param>
    /// <param name="mostPoints">Most points of all lines together.</param>
    public static XElement? Chart(
        RunOverview run, Figure figure, Effort effort, int mostPoints = LineChart.UsualPoints)
    {
        var agents = run.Agents.Select(agent => Finite(figure.OfAgent(run, agent))).ToList();
        var network = figure.OfNetwork(run)
            .Where(point => point.Value is { } value && double.IsFinite(value))
            .Select(point => (effort.OfNetwork(point.At, run.AgentCount), point.Value!.Value))
            .ToList();
        if (network.Count == 0 && agents.TrueForAll(points => points.Count == 0))
        {
            return null;
        }

        var middle = new ChartLine(figure.MiddleName, "middle", network);
        if (run.Agents.Count > MostLines && agents.Exists(points => points.Count > 0))
        {
            var (bands, median) = Quantiles.Of(agents, effort);
            return LineChart.Draw(
                figure.Title, effort.Title, AxisKind.Linear, figure.Kind, [median], bands, mostPoints);
        }

        ChartLine[] together = network.Count > 0 && run.AgentCount > 1 ? [middle] : [];
        var lines = run.Agents.Zip(agents, (agent, points) => Line(agent, points, effort))
            .Where(line => line.Points.Count > 0);
        return LineChart.Draw(
            figure.Title, effort.Title, AxisKind.Linear, figure.Kind, [.. lines, .. together], [], mostPoints);
    }

    /// <summary>Which line is whose. An agent is marked in all charts by its button.</summary>
    public static XElement Legend(RunOverview run) => Html.Of(
        "ul", "legend", run.Agents.Count > MostLines ? RangeEntries() : AgentEntries(run));

    /// <summary>A piece of a series' line.</summary>
    public static XElement Swatch(string look) => new(
        Svg + "svg",
        new XAttribute("class", "swatch"),
        new XAttribute("viewBox", "0 0 32 16"),
        new XAttribute("aria-hidden", "true"),
        look.StartsWith("band", StringComparison.Ordinal)
            ? new XElement(Svg + "path", new XAttribute("class", look), new XAttribute("d", "M0 2H32V14H0Z"))
            : new XElement(
                Svg + "path",
                new XAttribute("class", look),
                new XAttribute("d", "M0 8H32"),
                new XAttribute("stroke-width", 4)));

    private static XElement Choice() => Html.Of(
        "fieldset",
        "tabs",
        Html.Of("legend", null, "against"),
        Effort.All.Select((effort, k) => new[]
        {
            Html.Of(
                "input",
                null,
                Html.Attribute("type", "radio"),
                Html.Attribute("name", "effort"),
                Html.Attribute("id", $"by-{effort.Id}"),
                k == 0 ? Html.Attribute("checked", "checked") : null),
            Html.Of("label", null, Html.Attribute("for", $"by-{effort.Id}"), effort.Title),
        }));

    /// <summary>A button that marks the lines of a name in all charts.</summary>
    public static XElement Entry(string name, string look) => Html.Of("li", null, Html.Of(
        "button",
        null,
        Html.Attribute("type", "button"),
        Html.Attribute("aria-pressed", "false"),
        Html.Attribute("data-agent", name),
        Swatch(look),
        Html.Of("span", "name", name)));

    private static IEnumerable<XElement> AgentEntries(RunOverview run)
    {
        foreach (var agent in run.Agents)
        {
            yield return Entry(agent.Id, $"series {SeriesLook.Of(agent.Index)}");
        }

        if (run.AgentCount > 1)
        {
            yield return Html.Of("li", null, Html.Of("span", null, Swatch("middle"), "all agents together"));
        }
    }

    private static IEnumerable<XElement> RangeEntries() =>
    [
        Html.Of("li", null, Html.Of("span", null, Swatch("middle"), "median")),
        Html.Of("li", null, Html.Of("span", null, Swatch("band inner"), "half of the agents")),
        Html.Of("li", null, Html.Of("span", null, Swatch("band"), "all agents")),
    ];

    private static ChartLine Line(
        AgentOverview agent, IReadOnlyList<(AgentPoint At, double Value)> points, Effort effort) => new(
        agent.Id,
        $"series {SeriesLook.Of(agent.Index)}",
        [.. points.Select(point => (effort.OfAgent(point.At), point.Value))],
        agent.Id);

    private static IReadOnlyList<(AgentPoint At, double Value)> Finite(
        IEnumerable<(AgentPoint At, double Value)> points) =>
        [.. points.Where(point => double.IsFinite(point.Value))];
}
