using System.Xml.Linq;

namespace Murmuration.Agent.Reports;

/// <summary>
/// The comparison as one HTML file without anything from elsewhere: the table, and accuracy and cost against rounds,
/// bytes and seconds. These efforts lie powers of ten apart, so their axes are logarithmic and leave out the start.
/// </summary>
internal static class ComparisonPage
{
    private const string Style = """
        :root { color-scheme: light dark; --line: #8884; }
        body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 84rem; padding: 0 1rem; }
        table { border-collapse: collapse; display: block; overflow-x: auto; }
        th, td { padding: .25rem .7rem; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
        th:first-child, td:first-child { text-align: left; }
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(24rem, 1fr)); gap: 1rem; }
        .swatch { display: inline-block; width: .8em; height: .8em; margin-right: .5em; border-radius: 2px; }
        svg text { font-size: 11px; fill: currentColor; }
        svg .grid { stroke: var(--line); stroke-width: 1; }
        """;

    /// <summary>Eight colors that differ for color-blind eyes as well (Okabe and Ito), used again and darker after
    /// that.</summary>
    private static readonly string[] Colors =
    [
        "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f7f7f", "#b8a800",
        "#004466", "#803800", "#005f45", "#7a4864", "#8a5f00", "#33698c", "#4c4c4c", "#6e6500",
    ];

    /// <summary>Writes the page.</summary>
    public static void Write(TextWriter writer, string title, IReadOnlyList<RunHistory> runs, ComparisonTable table)
    {
        var page = new XElement(
            "html",
            new XAttribute("lang", "en"),
            new XElement(
                "head",
                new XElement("meta", new XAttribute("charset", "utf-8")),
                new XElement(
                    "meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width")),
                new XElement("title", title),
                new XElement("style", Style)),
            new XElement("body", new XElement("h1", title), Table(table), Charts(runs)));
        writer.WriteLine("<!DOCTYPE html>");
        writer.WriteLine(page.ToString(SaveOptions.DisableFormatting));
    }

    private static XElement Table(ComparisonTable table) => new(
        "table",
        new XElement("thead", new XElement("tr", table.Header.Select(name => new XElement("th", name)))),
        new XElement("tbody", table.Rows.Select((row, k) => new XElement("tr", Cells(row, ColorOf(k))))));

    private static IEnumerable<XElement> Cells(IReadOnlyList<string> row, string color)
    {
        var swatch = new XElement(
            "span", new XAttribute("class", "swatch"), new XAttribute("style", $"background:{color}"), "");
        return row.Skip(1).Select(cell => new XElement("td", cell)).Prepend(new XElement("td", swatch, row[0]));
    }

    private static XElement Charts(IReadOnlyList<RunHistory> runs) => new(
        "div",
        new XAttribute("class", "charts"),
        from y in Measures(runs)
        from x in Efforts()
        select LineChart.Draw(
            x.Title, AxisKind.Logarithmic, y.Title, y.Kind, [.. runs.Select((run, k) => Line(run, ColorOf(k), x, y))]));

    private static ChartLine Line(RunHistory run, string color, Effort x, Measure y) => new(
        run.Name,
        color,
        [.. run.Rounds
            .Select(round => (X: x.Of(run, round), Y: y.Of(round)))
            .Where(point => point.Y is not null)
            .Select(point => (point.X, point.Y!.Value))]);

    private static IEnumerable<Effort> Efforts() =>
    [
        new("rounds", (_, round) => round.Round),
        new("MB sent by each agent", (run, round) => round.BytesSent / 1e6 / run.Agents),
        new("seconds", (_, round) => round.Seconds),
    ];

    private static IEnumerable<Measure> Measures(IReadOnlyList<RunHistory> runs)
    {
        if (runs.Any(run => run.Evaluated.Any(round => round.Accuracy is not null)))
        {
            yield return new("mean test accuracy", AxisKind.Accuracy, round => round.Accuracy?.Mean);
        }

        yield return new("mean test cost", AxisKind.Logarithmic, round => round.TestCost?.Mean);
        yield return new("social cost", AxisKind.Logarithmic, round => round.Cost);
    }

    private static string ColorOf(int index) => Colors[index % Colors.Length];

    private sealed record Effort(string Title, Func<RunHistory, Metrics.NetworkRound, double> Of);

    private sealed record Measure(string Title, AxisKind Kind, Func<Metrics.NetworkRound, double?> Of);
}
