using System.Globalization;

namespace Murmuration.Agent.Reports.Drawing;

/// <summary>One axis of a chart: where values stand between its ends, and which of them are labelled.</summary>
internal sealed class Axis
{
    private const int MostTicks = 8;
    private const int FewTicks = 3;

    private static readonly double[] OneTwoFive = [1, 2, 5];

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

    /// <summary>Where it begins and ends, as it is divided, and how that is: to read values off it.</summary>
    public string Scale => SvgText.Of($"{_low:G8} {_high:G8} {_kind.ToString().ToLowerInvariant()}");

    /// <summary>Labelled values, ascending along the axis.</summary>
    public IEnumerable<(double Position, string Label)> Ticks => Candidates()
        .Select(value => (Position: Position(value), Label: Label(value)))
        .Where(tick => tick.Position is >= -1e-9 and <= 1 + 1e-9);

    /// <summary>Where a value stands, 0 … 1 from the low end to the high one; not finite when it cannot be
    /// shown.</summary>
    public double Position(double value) => (Stretch(value) - _low) / (_high - _low);

    private double Stretch(double value) => _kind switch
    {
        AxisKind.Logarithmic => Math.Log10(value),
        AxisKind.Accuracy => -Math.Log10(Math.Max(1 - value, 1e-4)),
        _ => value,
    };

    private double Value(double stretched) => _kind switch
    {
        AxisKind.Logarithmic => Math.Pow(10, stretched),
        AxisKind.Accuracy => 1 - Math.Pow(10, -stretched),
        _ => stretched,
    };

    private IEnumerable<double> Candidates() => _kind switch
    {
        AxisKind.Logarithmic => Decades(),
        AxisKind.Accuracy => Accuracies(),
        _ => EvenSteps(_low, _high),
    };

    /// <summary>1, 2 and 5 of every power of ten where there is room, else powers of ten; even steps within
    /// one.</summary>
    private IEnumerable<double> Decades()
    {
        var (first, last) = ((int)Math.Floor(_low), (int)Math.Ceiling(_high));
        var fine = OneTwoFives(first, last).Where(IsInside).ToList();
        if (fine.Count < FewTicks)
        {
            return EvenSteps(Value(_low), Value(_high));
        }

        var stride = Math.Max(1, (last - first + MostTicks - 1) / MostTicks);
        return fine.Count <= MostTicks
            ? fine
            : Enumerable.Range(first, last - first + 1).Where(exponent => exponent % stride == 0)
                .Select(exponent => Math.Pow(10, exponent));
    }

    private IEnumerable<double> Accuracies()
    {
        double[] all = [.. OneTwoFives(-4, 0).Where(error => error <= 1).Select(error => 1 - error).Order()];
        var shown = all.Where(IsInside).ToList();
        var stride = Math.Max(1, (shown.Count + MostTicks - 1) / MostTicks);
        return shown.Count < FewTicks
            ? EvenSteps(Math.Max(0, Value(_low)), Math.Min(1, Value(_high)))
            : shown.Where((_, k) => k % stride == 0);
    }

    private bool IsInside(double value) => Position(value) is >= 0 and <= 1;

    private static IEnumerable<double> OneTwoFives(int first, int last) =>
        Enumerable.Range(first, last - first + 1)
            .SelectMany(exponent => OneTwoFive.Select(digit => digit * Math.Pow(10, exponent)));

    private static IEnumerable<double> EvenSteps(double low, double high)
    {
        var step = OneTwoFives(-15, 18).FirstOrDefault(step => (high - low) / step <= MostTicks, high - low);
        for (var k = Math.Ceiling(low / step); k * step <= high; k++)
        {
            yield return k * step;
        }
    }

    private string Label(double value) => _kind == AxisKind.Accuracy
        ? $"{Math.Round(100 * value, 2).ToString(CultureInfo.InvariantCulture)} %"
        : NumberText.Of(value);
}
