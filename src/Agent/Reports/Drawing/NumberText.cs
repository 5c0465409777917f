using System.Globalization;

namespace Murmuration.Agent.Reports.Drawing;

/// <summary>Numbers as people read them: short, with powers of ten where there are many zeros.</summary>
internal static class NumberText
{
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>Three or four significant digits: 0.0123, 2·10⁻⁵, 1,250.</summary>
    public static string Of(double value)
    {
        var size = Math.Abs(value);
        return size switch
        {
            0 => "0",
            _ when !double.IsFinite(value) => double.IsNaN(value) ? "–" : value > 0 ? "∞" : "−∞",
            < 1e-3 or >= 1e6 => Power(value),
            >= 1000 => value.ToString("#,0", CultureInfo.InvariantCulture),
            _ => value.ToString("G4", CultureInfo.InvariantCulture),
        };
    }

    private static string Power(double value)
    {
        var text = value.ToString("0.###e0", CultureInfo.InvariantCulture).Split('e');
        var power = string.Concat(text[1].Select(digit => digit == '-' ? '⁻' : Superscripts[digit - '0']));
        return text[0] == "1" ? $"10{power}" : $"{text[0]}·10{power}";
    }
}
