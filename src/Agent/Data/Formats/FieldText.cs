using System.Globalization;

namespace Murmuration.Agent.Data.Formats;

/// <summary>What the text of a field means, and how its faults are told.</summary>
internal static class FieldText
{
    private const int LongestQuote = 40;

    private static readonly string[] MissingMarks = ["", "?", "NA", "N/A", "NaN", "null"];

    /// <summary>Whether a field says that there is no value.</summary>
    public static bool IsMissing(string field) => MissingMarks.Contains(field, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a field holds a finite number.</summary>
    public static bool IsNumber(string field) => TryParse(field, out _);

    /// <summary>The finite number in a field.</summary>
    public static bool TryParse(string field, out double number) =>
        double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    /// <summary>The same number always by the same text, 1 for +1 and 1.0; other text as it is.</summary>
    public static string Normal(string field) => TryParse(field, out var number) ? Normal(number) : field;

    /// <summary>The text of a number.</summary>
    public static string Normal(double number) => (number + 0.0).ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A field between quotes, cut where it is long.</summary>
    public static string Quote(string field) =>
        field.Length <= LongestQuote ? $"'{field}'" : $"'{field[..LongestQuote]}…'";

    /// <summary>What is wrong with a field that should hold a number.</summary>
    public static string ProblemOf(string field) =>
        IsMissing(field) ? $"a value is missing ({Quote(field)})"
        : float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? $"{Quote(field)} is not a finite number"
        : field.Contains(',', StringComparison.Ordinal) && IsNumber(field.Replace(',', '.'))
            ? $"{Quote(field)} is not a number; decimals are written with a point"
        : $"{Quote(field)} is not a number";
}
