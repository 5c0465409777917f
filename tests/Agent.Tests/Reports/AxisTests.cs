using Murmuration.Agent.Reports.Drawing;

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

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.0123456, "0.01235")]
    [InlineData(1e-7, "10⁻⁷")]
    [InlineData(2.5e-12, "2.5·10⁻¹²")]
    [InlineData(12_345, "12,345")]
    [InlineData(3.2e9, "3.2·10⁹")]
    [InlineData(double.NaN, "–")]
    public void Numbers_are_short(double value, string expected) => Assert.Equal(expected, NumberText.Of(value));

    [Fact]
    public void Logarithmic_labels_are_whole_decades_where_there_are_many()
    {
        var axis = new Axis("defect", AxisKind.Logarithmic, [1e-9, 1]);
        Assert.Equal(["10⁻⁸", "10⁻⁶", "10⁻⁴", "0.01", "1"], axis.Ticks.Select(tick => tick.Label));
    }

    [Fact]
    public void A_narrow_range_has_labels_too()
    {
        var axis = new Axis("cost", AxisKind.Logarithmic, [0.301, 0.309]);
        Assert.InRange(axis.Ticks.Count(), 3, 9);
    }
}
