using System.Xml.Linq;
using Murmuration.Agent.Reports.Drawing;
using Murmuration.Agent.Reports.Pages;
using Murmuration.Agent.Reports.Runs;
using Murmuration.Agent.Reports.Sections;

namespace Murmuration.Agent.Web;

/// <summary>The dashboard: what changes while a run goes on stands in places that are filled anew.</summary>
internal static class DashboardPage
{
    private const string NetworkId = "network-now";
    private const int MostPoints = 1600;

    /// <summary>What stands in the places now.</summary>
    /// <param name="run">What is known of the run.</param>
    /// <param name="effort">What charts are drawn against.</param>
    /// <param name="network">Draws the network.</param>
    public static IEnumerable<(string Id, string Html)> Render(RunOverview run, Effort effort, LiveNetwork network) =>
        Places(run, effort, network).Select(place => (place.Id, HtmlText.Inner(Html.Of("div", null, place.Content))));

    /// <summary>The whole page.</summary>
    /// <param name="run">What is known of the run.</param>
    /// <param name="effort">What charts are drawn against.</param>
    /// <param name="network">Draws the network.</param>
    /// <param name="key">What tells this page from one of another start of the agent.</param>
    /// <param name="observer">Who knows all this.</param>
    public static Page Make(RunOverview run, Effort effort, LiveNetwork network, string key, string observer)
    {
        var places = Places(run, effort, network).ToDictionary(place => place.Id, place => place.Content);
        XElement[] sections = [Agents(places), Charts(run, effort, places), Network(places), Times(places)];
        return new()
        {
            Title = $"{run.Name} – Murmuration",
            Header = PageHeader.Draw(
                run.Name,
                Html.Of(
                    "p",
                    "stream",
                    Html.Attribute("id", "stream"),
                    Html.Attribute("role", "status"),
                    Html.Attribute("data-agent-name", observer),
                    $"as {observer} knows it"),
                Place("p", "lead", "lead", places),
                Place("dl", "tiles", "tiles", places),
                Place("ul", "remarks", "remarks", places),
                PageHeader.Contents(sections)),
            Sections = sections,
            Footer = $"murmur {RunOrigin.ProgramVersion}. This page only shows; nothing can be changed here.",
            Live = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["events"] = $"events?against={effort.Id}",
                ["page"] = key,
            },
        };
    }

    private static IEnumerable<(string Id, object?[] Content)> Places(
        RunOverview run, Effort effort, LiveNetwork network)
    {
        yield return ("lead", [Verdict.LeadText(run)]);
        yield return ("tiles", [.. Tiles.Content(run)]);
        yield return ("remarks", [.. Verdict.RemarkItems(run)]);
        yield return ("agents-table", [.. AgentsSection.Table(run)]);
        yield return (NetworkId, [network.Draw(run)]);
        var shown = Figures.Of(run.IsClassifier).ToHashSet();
        foreach (var figure in Figures.All)
        {
            var chart = shown.Contains(figure) ? ChartsSection.Chart(run, figure, effort, MostPoints) : null;
            yield return (PlaceOf(figure), chart is null ? [] : [ChartsSection.Frame(figure, chart)]);
        }

        yield return ("times-table", [.. TimesSection.Table(run)]);
        yield return ("links-table", [.. LinksSection.Table(run)]);
    }

    private static string PlaceOf(Figure figure) => $"chart-{figure.Id}";

    private static XElement Place(string name, string? look, string id, Dictionary<string, object?[]> places) =>
        Html.Of(name, look, Html.Attribute("id", id), places[id]);

    private static XElement Agents(Dictionary<string, object?[]> places) => Html.Section(
        "agents", "Agents", Html.Scroll("Table of agents", Place("table", "wide", "agents-table", places)));

    private static XElement Network(Dictionary<string, object?[]> places) => Html.Section(
        "network",
        "Network",
        Html.Of(
            "div",
            "beside",
            Html.Of("div", null, Place("div", null, NetworkId, places), LiveNetwork.Key()),
            Html.Scroll("Table of links", Place("table", null, "links-table", places))));

    private static XElement Charts(RunOverview run, Effort effort, Dictionary<string, object?[]> places) =>
        Html.Section(
            "charts",
            "How it goes",
            Choice(effort),
            ChartsSection.Legend(run),
            Html.Of(
                "div", "charts", Figures.All.Select(figure => Place("div", "plot", PlaceOf(figure), places))));

    /// <summary>Another choice is another page, so that only what is shown is sent.</summary>
    private static XElement Choice(Effort chosen) => Html.Of(
        "p",
        "tabs",
        Html.Of("span", "of", "against"),
        Effort.All.Select(effort => Html.Of(
            "a",
            null,
            Html.Attribute("href", $"?against={effort.Id}#charts"),
            effort == chosen ? Html.Attribute("aria-current", "page") : null,
            effort.Title)));

    private static XElement Times(Dictionary<string, object?[]> places) => Html.Section(
        "times",
        "Computing and waiting",
        Html.Of("p", "note", "Seconds of a round, on average over those that have been told of."),
        TimesSection.Key(),
        Html.Scroll("Table of times", Place("table", "wide", "times-table", places)));
}
