using Murmuration.Agent.Reports;

namespace Murmuration.Agent.Tests.Reports;

public sealed class AxisTests
{
    [Fact]
    public void Linear_ticks_are_round_numbers_between_the_ends()
    {
        var axis = new Axis("rounds", AxisKind.Linear, [0, 300]);
        Assert.Equal(["0", "50", "100", "150", "200", "250", "300"], axis.Ticks.Select(tick => tick.Label));
        Assert.Equal(0.5, axis.Position(150), 1e-12);
    }

    [Fact]
    public void Logarithmic_decades_are_equally_far_apart()
    {
        var axis = new Axis("cost", AxisKind.Logarithmic, [0.01, 1]);
        Assert.Equal(0.5, axis.Position(0.1), 1e-12);
        Assert.Contains("0.1", axis.Ticks.Select(tick => tick.Label));
        Assert.False(double.IsFinite(axis.Position(-1)));
    }

    [Fact]
    public void Accuracies_spread_out_towards_one()
    {
        var axis = new Axis("accuracy", AxisKind.Accuracy, [0, 0.99]);
        Assert.Equal(0.5, axis.Position(0.9), 1e-12);
        Assert.Contains("90 %", axis.Ticks.Select(tick => tick.Label));
        Assert.True(double.IsFinite(axis.Position(1)));
    }

    [Fact]
    public void Few_ticks_are_labelled_whatever_the_values()
    {
        var cases = from kind in Enum.GetValues<AxisKind>()
            from values in new double[][] { [], [0.5], [1e-9, 1e9], [0.3, 0.300001], [double.NaN, 2] }
            select new Axis("x", kind, values);
        Assert.All(cases, axis => Assert.InRange(axis.Ticks.Count(), 0, 9));
    }
}
