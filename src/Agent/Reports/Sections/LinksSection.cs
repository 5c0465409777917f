using System.Xml.Linq;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Reports.Pages;
using Murmuration.Agent.Reports.Runs;

namespace Murmuration.Agent.Reports.Sections;

/// <summary>What has passed over every link.</summary>
internal static class LinksSection
{
    private const int MostRows = 200;

    /// <summary>The section, or null where no agent tells of its links.</summary>
    public static XElement? Draw(RunOverview run) => LinkOverview.Of(run.Agents, run.AgentCount).Count == 0
        ? null
        : Html.Section("links", "Links", Html.Scroll("Table of links", Html.Of("table", null, Table(run))), Note(run));

    /// <summary>Head and body of the table, in agent order. Where not all can be shown, those in trouble come first,
    /// then the busiest.</summary>
    public static IEnumerable<XElement> Table(RunOverview run)
    {
        var links = LinkOverview.Of(run.Agents, run.AgentCount);
        var most = links.Select(link => link.Bytes).DefaultIfEmpty(0).Max();
        var rows = links.Count <= MostRows
            ? links
            : links
                .OrderByDescending(link => link.State is LinkState.Down or LinkState.Suspended)
                .ThenByDescending(link => link.Bytes)
                .Take(MostRows);
        return Html.Rows(
            ["link", "state", "bytes both ways", "", "delay"],
            rows.Select(link => Html.Of(
                "tr",
                null,
                Html.Of(
                    "th", null, Html.Attribute("scope", "row"), $"{NameOf(run, link.From)} – {NameOf(run, link.To)}"),
                Html.Of("td", $"words {LookOf(link.State)}", $"{link.State}".ToLowerInvariant()),
                Html.Of("td", null, ProgressText.Bytes(link.Bytes)),
                Html.Of("td", "share", Bars.Share(most > 0 ? (double)link.Bytes / most : 0)),
                Html.Of("td", null, DelayText(link.Delay)))));
    }

    /// <summary>An agent's id by its index.</summary>
    public static string NameOf(RunOverview run, int index) =>
        run.Schedule is { } schedule && index < schedule.Agents.Count
            ? schedule.Agents[index].Id
            : run.Agents.FirstOrDefault(agent => agent.Index == index)?.Id ?? $"agent {index}";

    private static XElement? Note(RunOverview run) =>
        LinkOverview.Of(run.Agents, run.AgentCount).Count is > MostRows and var count
            ? Html.Of("p", "note", $"{MostRows} of {count:#,0} links: those in trouble first, then the busiest.")
            : null;

    private static string LookOf(LinkState state) => state switch
    {
        LinkState.Up => "good",
        LinkState.Suspended => "warn",
        LinkState.Down => "bad",
        _ => "",
    };

    /// <summary>A delay as people read it.</summary>
    public static string DelayText(double? seconds) => seconds switch
    {
        null => "–",
        < 1e-3 => $"{1e6 * seconds:F0} µs",
        < 1 => $"{1e3 * seconds:F1} ms",
        _ => $"{seconds:F2} s",
    };
}
