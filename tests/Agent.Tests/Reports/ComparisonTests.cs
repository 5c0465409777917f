using System.Xml.Linq;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Reports;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Reports;

public sealed class ComparisonTests
{
    [Fact]
    public void A_folder_gives_the_rounds_that_all_its_agents_have_done()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "a", [0.5, 0.8, 0.9]);
        Write(folder, "b", [0.3, 0.6]);
        var history = RunHistory.Read(folder.Path, "ring");
        Assert.Equal((2, 2), (history.Agents, history.Rounds.Count));
        Assert.Equal(0.7, history.Rounds[1].Accuracy!.Mean, 1e-12);
        Assert.Equal(1, history.FirstWith(0.65)!.Round);
        Assert.Null(history.FirstWith(0.75));
    }

    [Fact]
    public void A_folder_without_metrics_is_named()
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<ConfigurationException>(() => RunHistory.Read(folder.Path, "ring"));
        Assert.Contains(folder.Path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_shows_the_end_and_the_way_to_the_target()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "a", [0.5, 0.8, 0.9]);
        var table = new ComparisonTable([RunHistory.Read(folder.Path, "ring")], target: 0.8);
        var row = table.Header.Zip(table.Rows.Single()).ToList();
        Assert.Contains(("run", "ring"), row);
        Assert.Contains(("mean", "90.00 %"), row);
        Assert.Contains(("rounds to 80.00 %", "1"), row);
        Assert.Equal(("sent by each", "100 B"), row[^1]);
        var text = new StringWriter();
        table.Write(text);
        Assert.Single(text.ToString().TrimEnd().Split(Environment.NewLine).Select(line => line.Length).Distinct());
    }

    [Fact]
    public void The_page_is_well_formed_draws_every_run_and_needs_nothing_else()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "a", [0.5, 0.8, 0.9]);
        var runs = new[] { RunHistory.Read(folder.Path, "<next> & co"), RunHistory.Read(folder.Path, "ring") };
        var text = new StringWriter();
        ComparisonPage.Write(text, "MNIST", runs, new ComparisonTable(runs, target: null));
        var page = XDocument.Parse(text.ToString());
        var charts = page.Descendants("svg").Where(svg => svg.Attribute("class")!.Value == "chart").ToList();
        Assert.Equal(9, charts.Count);
        Assert.All(charts, chart => Assert.Equal(2, chart.Elements("path").Count()));
        Assert.All(charts, chart => Assert.StartsWith(
            "M", chart.Elements("path").First().Attribute("d")!.Value, StringComparison.Ordinal));
        Assert.DoesNotContain(page.Descendants(), element => element.Attribute("src") is not null);
    }

    [Fact]
    public void Names_are_as_long_as_they_must_be()
    {
        Assert.Equal(["b", "c"], RunNames.Of(["/a/b", "/a/c/"]));
        Assert.Equal(["x/b", "y/b", "c"], RunNames.Of(["/a/x/b", "/a/y/b", "/a/c"]));
        Assert.Equal(["/b", "a/b", "x/y/b", "z/y/b"], RunNames.Of(["/b", "/a/b", "/x/y/b", "/z/y/b"]));
        var error = Assert.Throws<ConfigurationException>(() => RunNames.Of(["/a/b", "/a/b/"]));
        Assert.Contains("/a/b: is given twice", error.Message, StringComparison.Ordinal);
    }

    private static void Write(TemporaryFolder folder, string agent, double[] accuracies)
    {
        using var sink = JsonLinesSink.ForAgent(folder.Path, agent);
        for (var round = 0; round < accuracies.Length; round++)
        {
            sink.OnRound(new RoundMetrics
            {
                Agent = agent,
                Round = round,
                Seconds = round,
                Cost = 1.0 / (round + 1),
                Penalty = 0,
                TestCost = 1 - accuracies[round],
                TestAccuracy = accuracies[round],
                BytesSent = 100 * round,
            });
        }
    }
}
