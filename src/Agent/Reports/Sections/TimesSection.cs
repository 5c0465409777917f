using System.Xml.Linq;
using Murmuration.Agent.Reports.Drawing;
using Murmuration.Agent.Reports.Pages;
using Murmuration.Agent.Reports.Runs;

namespace Murmuration.Agent.Reports.Sections;

/// <summary>Where the time goes: computing against waiting, for every agent.</summary>
internal static class TimesSection
{
    private const int MostRows = 50;

    /// <summary>The section, or null before any round.</summary>
    public static XElement? Draw(RunOverview run) => Timed(run).Count == 0
        ? null
        : Html.Section(
            "times",
            "Computing and waiting",
            Html.Of(
                "p", "note", "Seconds of a round, on average. Who computes longest makes its neighbours wait."),
            Key(),
            Html.Scroll("Table of times", Html.Of("table", "wide", Html.Attribute("id", "times-table"), Table(run))),
            Timed(run).Count > MostRows
                ? Html.Of("p", "note", $"The {MostRows} agents that compute longest, of {Timed(run).Count:#,0}.")
                : null);

    /// <summary>Head and body of the table.</summary>
    public static IEnumerable<XElement> Table(RunOverview run)
    {
        var agents = Timed(run);
        var longest = agents.Select(agent => Computing(agent) + Waiting(agent)).DefaultIfEmpty(0).Max();
        var shown = agents.Count <= MostRows ? agents : [.. agents.OrderByDescending(Computing).Take(MostRows)];
        return Html.Rows(
            ["agent", "", "computing", "waiting"],
            shown.Select(agent => Html.Of(
                "tr",
                null,
                Html.Attribute("data-agent", agent.Id),
                Html.Of("th", null, Html.Attribute("scope", "row"), Html.Of("span", "name", agent.Id)),
                Html.Of("td", "times", Bars.Of(
                    "bar", [(Computing(agent) / longest, "computing"), (Waiting(agent) / longest, "waiting")])),
                Html.Of("td", null, SecondsText(Computing(agent))),
                Html.Of("td", null, SecondsText(Waiting(agent))))));
    }

    private static List<AgentOverview> Timed(RunOverview run) =>
        [.. run.Agents.Where(agent => Computing(agent) + Waiting(agent) > 0)];

    private static double Computing(AgentOverview agent) => agent.Totals?.SecondsComputing ?? 0;

    private static double Waiting(AgentOverview agent) => agent.Totals?.SecondsWaiting ?? 0;

    private static string SecondsText(double seconds) =>
        seconds < 1 ? $"{NumberText.Of(1000 * seconds)} ms" : $"{NumberText.Of(seconds)} s";

    /// <summary>What the colors mean.</summary>
    public static XElement Key() => Html.Of(
        "ul",
        "key",
        Html.Of("li", null, Bars.Of("", [(1, "computing")]), "computing"),
        Html.Of("li", null, Bars.Of("", [(1, "waiting")]), "waiting for neighbours"));
}
