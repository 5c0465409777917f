using System.Xml.Linq;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Reports;
using Murmuration.Agent.Reports.Findings;
using Murmuration.Agent.Reports.Runs;
using Murmuration.Agent.Reports.Sections;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Reports;

public sealed class ReportPageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_report_says_shows_and_draws_all_that_is_known()
    {
        var folder = new SampleRun { Period = 3 }.WriteTo(_folder.Path);
        SampleRun.WriteFindings(folder, "a1", "cat", "dog", "bird");
        var page = Report(folder);
        Assert.Equal(
            ["agents", "charts", "network", "times", "links", "findings", "setup"],
            page.Descendants("section").Select(section => section.Attribute("id")!.Value));
        Assert.Contains(
            "3 agents on “sample ring” trained a model of 6 weights on made-up rows, by NEXT.", page.Root!.Value);
        Assert.Contains("“cat” taken for “dog” 3 times", page.Root!.Value);
        Assert.Equal(21, Svgs(page, "chart").Count());
        Assert.All(Svgs(page, "chart"), chart => Assert.InRange(chart.Elements("path").Count(), 1, 4));
        Assert.Equal(3, Svgs(page, "network").Count(svg => svg.Attribute("data-frame") is not null));
        Assert.Equal(2, page.Descendants("img").Count());
        Assert.Contains("\"name\": \"sample\"", page.Root!.Value);
    }

    [Fact]
    public void Nothing_comes_from_elsewhere()
    {
        var folder = new SampleRun().WriteTo(_folder.Path);
        SampleRun.WriteFindings(folder, "a0", "cat", "dog");
        var references = Report(folder).Descendants()
            .SelectMany(element => element.Attributes())
            .Where(attribute => attribute.Name.LocalName is "src" or "href" or "action" or "srcset" or "data")
            .Select(attribute => attribute.Value);
        Assert.All(references, reference => Assert.Matches("^(data:image/|#)", reference));
    }

    [Fact]
    public void Names_that_are_markup_stay_names()
    {
        var hostile = "<script>alert('x')<" + "\"&'>";
        var folder = new SampleRun { Agents = [hostile, "b", "c"], Rounds = 2 }.WriteTo(_folder.Path);
        SampleRun.WriteFindings(folder, "b", "<b>cat", "</td><script>");
        var page = Report(folder);
        Assert.Equal(2, page.Descendants("script").Count() + page.Descendants("style").Count());
        Assert.Contains(hostile, page.Descendants("th").Select(cell => cell.Value.Trim()));
        Assert.Contains("<b>cat", page.Descendants("th").Select(cell => cell.Value));
    }

    [Fact]
    public void Many_agents_are_drawn_as_ranges_and_the_page_stays_small()
    {
        var ids = Enumerable.Range(0, 120).Select(k => $"a{k}");
        var folder = new SampleRun { Agents = [.. ids], Rounds = 60 }.WriteTo(_folder.Path);
        var page = Report(folder);
        Assert.All(
            Svgs(page, "chart").SelectMany(chart => chart.Elements("path")),
            line => Assert.Matches("^(band|middle)", line.Attribute("class")!.Value));
        Assert.InRange(new FileInfo(Path.Combine(folder, RunFolder.ReportFileName)).Length, 50_000, 1_000_000);
    }

    [Fact]
    public void Half_a_hundred_lines_of_a_long_run_stay_small_too()
    {
        var ids = Enumerable.Range(0, ChartsSection.MostLines).Select(k => $"a{k}");
        var folder = new SampleRun { Agents = [.. ids], Rounds = 150 }.WriteTo(_folder.Path);
        Report(folder);
        Assert.InRange(new FileInfo(Path.Combine(folder, RunFolder.ReportFileName)).Length, 500_000, 4_000_000);
    }

    [Fact]
    public void An_agents_own_report_says_that_it_shows_one()
    {
        var folder = Path.Combine(new SampleRun().WriteTo(_folder.Path), "a2");
        Assert.Contains("This page shows one of them, a2.", Report(folder).Root!.Value);
    }

    [Fact]
    public void Findings_that_make_no_sense_are_left_out()
    {
        var folder = new SampleRun { Rounds = 1 }.WriteTo(_folder.Path);
        SampleRun.WriteFindings(folder, "a0", "cat", "dog");
        var path = Path.Combine(folder, "a0", TestFindings.FileName);
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"label\":0", "\"label\":7", StringComparison.Ordinal));
        Assert.DoesNotContain(
            "findings", Report(folder).Descendants("section").Select(section => section.Attribute("id")!.Value));
    }

    [Fact]
    public void A_regression_shows_the_rows_that_it_misses_by_most()
    {
        var folder = new SampleRun { Rounds = 1 }.WriteTo(_folder.Path);
        var findings = new TestFindings([], [], [])
        {
            WorstValues = [new(7, [21.5], [50], 3.25)],
            RootMeanSquareError = 2.5,
        };
        FindingsFile.Write(Path.Combine(folder, "a0"), findings);
        FindingsFile.Write(Path.Combine(folder, "a1"), findings with { RootMeanSquareError = 1 });
        var section = Report(folder).Descendants("section").Single(one => one.Attribute("id")!.Value == "findings");
        Assert.Contains("As agent a0 sees them, the worst of 2 agents; its predictions are off by 2.5", section.Value);
        Assert.Equal(["7", "21.5", "50", "3.25"], section.Descendants("tbody").Single().Element("tr")!.Elements()
            .Select(cell => cell.Value));
    }

    [Theory]
    [InlineData("""{ "query": "Host=db;Password=hunter2;Username=x" }""")]
    [InlineData("""{ "password": "hunter2" }""")]
    [InlineData("""{ "train": "postgres://reader:hunter2@db/rows" }""")]
    public void Passwords_do_not_travel_with_a_report(string text)
    {
        var shown = SetupSection.Hidden(text);
        Assert.DoesNotContain("hunter2", shown, StringComparison.Ordinal);
        Assert.Contains("…", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Plain_texts_are_shown_as_they_are() =>
        Assert.Equal("{ \"tau\": 1 }", SetupSection.Hidden("{ \"tau\": 1 }"));

    [Fact]
    public void A_report_that_cannot_be_written_is_no_failure_of_the_run()
    {
        var warnings = new List<string>();
        Assert.Null(EndReport.TryWrite(_folder.Path, TimeProvider.System, warnings.Add));
        Assert.Contains("no report.html", Assert.Single(warnings), StringComparison.Ordinal);
    }

    private static XDocument Report(string folder) => XDocument.Load(
        ReportPage.Write(folder, path: null, title: null, TimeProvider.System));

    private static IEnumerable<XElement> Svgs(XDocument page, string look) => page.Descendants("svg")
        .Where(svg => svg.Attribute("class")?.Value.Split(' ').Contains(look) == true
            && svg.Attribute("aria-hidden") is null);
}
