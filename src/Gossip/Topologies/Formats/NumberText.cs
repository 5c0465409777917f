using System.Globalization;

namespace Murmuration.Gossip.Topologies.Formats;

/// <summary>Numbers in files, whatever the language of the machine.</summary>
internal static class NumberText
{
    /// <summary>A whole number from 0 on, or null.</summary>
    public static int? Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A finite number, or null.</summary>
    public static double? Finite(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value) ? value : null;

    /// <summary>The shortest text that reads back equal.</summary>
    public static string Of(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
