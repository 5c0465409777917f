using System.Xml.Linq;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Reports.Drawing;
using Murmuration.Agent.Reports.Pages;
using Murmuration.Agent.Reports.Runs;

namespace Murmuration.Agent.Reports.Sections;

/// <summary>A line for every agent: how it fares, what it has reached, what it has cost.</summary>
internal static class AgentsSection
{
    private const int MostRows = 200;

    /// <summary>The section.</summary>
    public static XElement Draw(RunOverview run) => Html.Section(
        "agents",
        "Agents",
        Html.Scroll("Table of agents", Html.Of("table", "wide", Html.Attribute("id", "agents-table"), Table(run))),
        Note(run));

    /// <summary>Head and body of the table; the columns that nobody has anything for are left out.</summary>
    public static IEnumerable<XElement> Table(RunOverview run)
    {
        var shown = Shown(run);
        var columns = Columns(run).Where(column => run.Agents.Any(agent => column.Of(agent) is not null)).ToList();
        return Html.Rows(
            ["agent", .. columns.Select(column => column.Name)],
            shown.Select(agent => Html.Of(
                "tr",
                null,
                Html.Attribute("data-agent", agent.Id),
                Html.Of("th", null, Html.Attribute("scope", "row"), Name(run, agent)),
                columns.Select(column => Html.Of("td", column.Look?.Invoke(agent), column.Of(agent) ?? "–")))));
    }

    private static IEnumerable<object> Name(RunOverview run, AgentOverview agent)
    {
        if (run.Agents.Count <= ChartsSection.MostLines)
        {
            yield return ChartsSection.Swatch($"series {SeriesLook.Of(agent.Index)}");
        }

        yield return Html.Of("span", "name", agent.Id);
    }

    /// <summary>Where not all can be shown, those with trouble and those that learned least come first.</summary>
    private static IEnumerable<AgentOverview> Shown(RunOverview run) => run.Agents.Count <= MostRows
        ? run.Agents
        : run.Agents
            .OrderByDescending(agent => IsTrouble(agent.Standing))
            .ThenBy(agent => agent.Totals?.Accuracy)
            .ThenByDescending(agent => agent.Totals?.TestCost)
            .Take(MostRows);

    private static XElement? Note(RunOverview run) => run.Agents.Count <= MostRows
        ? null
        : Html.Of(
            "p",
            "note",
            $"{MostRows} of {run.Agents.Count:#,0} agents: those with trouble first, then those that learned least.");

    private static bool IsTrouble(Standing standing) => standing is not (Standing.Present or Standing.Done);

    private static string LookOf(Standing standing) => standing switch
    {
        Standing.Done or Standing.Present => "words good",
        Standing.Lost => "words bad",
        Standing.Unknown or Standing.Departed => "words",
        _ => "words warn",
    };

    private static IEnumerable<Column> Columns(RunOverview run) =>
    [
        new("", agent => agent.StandingText, agent => LookOf(agent.Standing)),
        new("round", agent => Count(agent.Totals?.Round)),
        new("cost × agents", agent => Number(run.AgentCount * agent.Totals?.Cost)),
        new("test accuracy", agent => agent.Totals?.Accuracy is { } share ? ProgressText.Percent(share) : null),
        new("test cost", agent => Number(agent.Totals?.TestCost)),
        new("disagreement", agent => Number(agent.Totals?.Disagreement)),
        new("stationarity", agent => Number(agent.Totals?.Stationarity)),
        new("staleness", agent => Count(agent.Totals?.Staleness)),
        new("sent", agent => Bytes(agent.Totals?.BytesSent)),
        new("received", agent => Bytes(agent.Totals?.BytesReceived)),
        new(
            "links suspended",
            agent => agent.Totals is { SuspendedLinks: > 0 } totals ? Count(totals.SuspendedLinks) : null,
            _ => "warn"),
        new("rounds without a link", agent => NoneIfZero(agent.Totals?.Suspended)),
        new("rounds skipped", agent => NoneIfZero(agent.Totals?.Skipped)),
        new("new epochs", agent => NoneIfZero(agent.Totals?.Epochs)),
    ];

    private static string? Number(double? value) => value is { } number ? NumberText.Of(number) : null;

    private static string? Count(long? value) => value is { } count ? $"{count:#,0}" : null;

    private static string? NoneIfZero(long? value) => value > 0 ? Count(value) : null;

    private static string? Bytes(long? value) => value is { } count ? ProgressText.Bytes(count) : null;

    private sealed record Column(
        string Name, Func<AgentOverview, string?> Of, Func<AgentOverview, string?>? Look = null);
}
