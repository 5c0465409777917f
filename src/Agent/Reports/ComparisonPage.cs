using System.Xml.Linq;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Reports.Drawing;
using Murmuration.Agent.Reports.Pages;
using Murmuration.Agent.Reports.Runs;
using Murmuration.Agent.Reports.Sections;

namespace Murmuration.Agent.Reports;

/// <summary>
/// The comparison as one HTML file without anything from elsewhere: the table, and accuracy and cost against rounds,
/// bytes and seconds. These efforts lie powers of ten apart, so their axes are logarithmic and leave out the start.
/// </summary>
internal static class ComparisonPage
{
    /// <summary>Writes the page.</summary>
    public static void Write(TextWriter writer, string title, IReadOnlyList<RunHistory> runs, ComparisonTable table)
    {
        var page = new Page
        {
            Title = $"{title} – Murmuration",
            Header = PageHeader.Draw(title, null),
            Sections = [Table(table), Charts(runs)],
            Footer = $"Made by murmur {RunOrigin.ProgramVersion} from the metrics of {runs.Count} runs.",
        };
        page.Write(writer);
    }

    private static XElement Table(ComparisonTable table) => Html.Section(
        "runs",
        "Runs",
        Html.Scroll("Table of runs", Html.Of("table", "wide", Html.Rows(table.Header, table.Rows.Select(Row)))));

    private static XElement Row(IReadOnlyList<string> cells, int index) => Html.Of(
        "tr",
        null,
        Html.Attribute("data-agent", cells[0]),
        Html.Of("th", null, Html.Attribute("scope", "row"), ChartsSection.Swatch(LookOf(index)), cells[0]),
        cells.Skip(1).Select(cell => Html.Of("td", null, cell)));

    private static XElement Charts(IReadOnlyList<RunHistory> runs) => Html.Section(
        "charts",
        "How they went",
        Html.Of("ul", "legend", runs.Select((run, k) => ChartsSection.Entry(run.Name, LookOf(k)))),
        Html.Of(
            "div",
            "charts",
            from measure in Measures(runs)
            from effort in Effort.All
            select Chart(runs, measure, effort)));

    private static XElement Chart(IReadOnlyList<RunHistory> runs, Measure measure, Effort effort)
    {
        var lines = runs.Select((run, k) => Line(run, LookOf(k), effort, measure));
        return Html.Of(
            "figure",
            null,
            Html.Of("figcaption", null, measure.Title, Html.Of("small", null, $"against {effort.Title}")),
            Html.Of("output", "readout", ""),
            LineChart.Draw(measure.Title, effort.Title, AxisKind.Logarithmic, measure.Kind, [.. lines]));
    }

    private static ChartLine Line(RunHistory run, string look, Effort effort, Measure measure) => new(
        run.Name,
        look,
        [.. run.Rounds
            .Select(round => (X: effort.OfNetwork(round, run.Agents), Y: measure.Of(round)))
            .Where(point => point.Y is not null)
            .Select(point => (point.X, point.Y!.Value))],
        run.Name);

    private static IEnumerable<Measure> Measures(IReadOnlyList<RunHistory> runs)
    {
        if (runs.Any(run => run.Evaluated.Any(round => round.Accuracy is not null)))
        {
            yield return new("Mean test accuracy", AxisKind.Accuracy, round => round.Accuracy?.Mean);
        }

        yield return new("Mean test cost", AxisKind.Logarithmic, round => round.TestCost?.Mean);
        yield return new("Social cost", AxisKind.Logarithmic, round => round.Cost);
    }

    private static string LookOf(int index) => $"series {SeriesLook.Of(index)}";

    private sealed record Measure(string Title, AxisKind Kind, Func<NetworkRound, double?> Of);
}
