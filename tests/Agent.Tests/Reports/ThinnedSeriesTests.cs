using Murmuration.Agent.Reports.Runs;

namespace Murmuration.Agent.Tests.Reports;

public sealed class ThinnedSeriesTests
{
    [Fact]
    public void It_never_grows_and_keeps_even_steps_the_first_and_the_newest()
    {
        var series = new ThinnedSeries<int>(10, static round => round);
        for (var round = 0; round <= 1000; round++)
        {
            series.Add(round);
            Assert.InRange(series.Points.Count, 1, 11);
            Assert.Equal((0, round), (series.Points[0], series.Points[^1]));
        }

        Assert.Single(series.Points.SkipLast(1).Zip(series.Points.Skip(1).SkipLast(1), (a, b) => b - a).Distinct());
    }

    [Fact]
    public void Series_of_the_same_rounds_keep_the_same_ones_wherever_they_begin()
    {
        var (early, late) = (Filled(0), Filled(37));
        Assert.Subset(early.Points.ToHashSet(), late.Points.Skip(1).ToHashSet());
    }

    [Fact]
    public void An_agent_that_goes_back_writes_its_rounds_anew()
    {
        var series = new ThinnedSeries<(int Round, string Life)>(100, static point => point.Round);
        foreach (var round in Enumerable.Range(0, 20))
        {
            series.Add((round, "first"));
        }

        series.Add((10, "second"));
        Assert.Equal(11, series.Points.Count);
        Assert.Equal((10, "second"), series.Points[^1]);
    }

    private static ThinnedSeries<int> Filled(int first)
    {
        var series = new ThinnedSeries<int>(10, static round => round);
        foreach (var round in Enumerable.Range(first, 500 - first))
        {
            series.Add(round);
        }

        return series;
    }
}
