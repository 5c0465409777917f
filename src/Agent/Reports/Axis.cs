using System.Globalization;

namespace Murmuration.Agent.Reports;

/// <summary>One axis of a chart: where values stand between its ends, and which of them are labelled.</summary>
internal sealed class Axis
{
    private const int MostTicks = 8;

    private readonly AxisKind _kind;
    private readonly double _low;
    private readonly double _high;

    /// <summary>An axis that holds all given values that it can show.</summary>
    public Axis(string title, AxisKind kind, IEnumerable<double> values)
    {
        (Title, _kind) = (title, kind);
        var shown = values.Select(Stretch).Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        (_low, _high) = (shown.Min(), shown.Max());
        if (_high - _low < 1e-9)
        {
            (_low, _high) = (_low - 0.5, _high + 0.5);
        }
    }

    /// <summary>What it measures, with the unit.</summary>
    public string Title { get; }

    /// <summary>Labelled values, ascending along the axis.</summary>
    public IEnumerable<(double Position, string Label)> Ticks => Thinned(
        [.. Candidates().Select(value => (Position(value), Label(value))).Where(tick => tick.Item1 is >= 0 and <= 1)]);

    /// <summary>Where a value stands, 0 … 1 from the low end to the high one; not finite when it cannot be
    /// shown.</summary>
    public double Position(double value) => (Stretch(value) - _low) / (_high - _low);

    private double Stretch(double value) => _kind switch
    {
        AxisKind.Logarithmic => Math.Log10(value),
        AxisKind.Accuracy => -Math.Log10(Math.Max(1 - value, 1e-4)),
        _ => value,
    };

    private IEnumerable<double> Candidates() => _kind switch
    {
        AxisKind.Logarithmic => OneTwoFives((int)Math.Floor(_low), (int)Math.Ceiling(_high)),
        AxisKind.Accuracy => OneTwoFives(-4, 0).Select(error => 1 - error).Order(),
        _ => EvenSteps(),
    };

    private static IEnumerable<double> OneTwoFives(int first, int last) =>
        Enumerable.Range(first, last - first + 1)
            .SelectMany(exponent => new[] { 1.0, 2, 5 }.Select(digit => digit * Math.Pow(10, exponent)));

    private IEnumerable<double> EvenSteps()
    {
        var step = OneTwoFives(-12, 18).First(step => (_high - _low) / step <= MostTicks);
        for (var k = Math.Ceiling(_low / step); k * step <= _high; k++)
        {
            yield return k * step;
        }
    }

    private string Label(double value) => _kind == AxisKind.Accuracy
        ? $"{Math.Round(100 * value, 2).ToString(CultureInfo.InvariantCulture)} %"
        : value.ToString("G4", CultureInfo.InvariantCulture);

    private static IEnumerable<(double, string)> Thinned(IReadOnlyList<(double, string)> ticks)
    {
        var stride = (ticks.Count + MostTicks - 1) / MostTicks;
        return ticks.Where((_, k) => k % Math.Max(1, stride) == 0);
    }
}
