using System.Globalization;

namespace Murmuration.Agent.Metrics;

/// <summary>Figures as people read them; the same words in the live table, in plain lines and in the result.</summary>
internal static class ProgressText
{
    /// <summary>Names and values of a network, in the order they are shown.</summary>
    /// <param name="totals">The network.</param>
    /// <param name="rounds">Rounds that the run is to have.</param>
    public static IEnumerable<(string Name, string Value)> Fields(NetworkTotals totals, int rounds) =>
    [
        ("round", $"{totals.Round}/{rounds}"), .. Figures(totals), ("time left", Left(totals.SecondsLeft)),
    ];

    /// <summary>Fields as one line.</summary>
    public static string Line(IEnumerable<(string Name, string Value)> fields) =>
        string.Join("   ", fields.Select(field => $"{field.Name} {field.Value}"));

    /// <summary>What a network has reached, and what that took.</summary>
    public static IEnumerable<(string Name, string Value)> Figures(NetworkTotals totals)
    {
        if (totals.Cost is { } cost)
        {
            yield return ("cost", Number(cost));
        }

        if (totals.Accuracy is { } accuracy)
        {
            yield return ("test accuracy", $"{Percent(accuracy.Min)} worst, {Percent(accuracy.Mean)} mean");
        }
        else if (totals.TestCost is { } test)
        {
            yield return ("test cost", $"{Number(test.Max)} worst, {Number(test.Mean)} mean");
        }

        if (totals.Disagreement is { } disagreement)
        {
            yield return ("disagreement", Number(disagreement));
        }

        if (totals.TrackingDefect is { } defect)
        {
            yield return ("tracking defect", Number(defect));
        }

        if (totals.Stationarity is { } gap)
        {
            yield return ("stationarity", Number(gap));
        }

        if (totals.SuspendedLinks > 0)
        {
            yield return ("link ends suspended", $"{totals.SuspendedLinks}");
        }

        yield return ("sent", Bytes(totals.BytesSent));
    }

    /// <summary>Time to the end, in words.</summary>
    public static string Left(double? seconds) => seconds switch
    {
        null => "…",
        < 120 => $"{seconds:F0} s",
        < 7200 => $"{seconds / 60:F0} min",
        _ => $"{seconds / 3600:F1} h",
    };

    /// <summary>A short time in the unit that suits it.</summary>
    public static string Duration(double seconds) => seconds switch
    {
        < 1e-3 => $"{seconds * 1e6:F0} µs",
        < 1 => $"{seconds * 1e3:F1} ms",
        _ => $"{seconds:F1} s",
    };

    /// <summary>A share as a percentage with two digits.</summary>
    public static string Percent(double share) => $"{100 * share:F2} %";

    /// <summary>A figure with four significant digits.</summary>
    public static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>Bytes in decimal units.</summary>
    public static string Bytes(long count) => count switch
    {
        < 10_000 => $"{count} B",
        < 10_000_000 => $"{count / 1e3:F0} kB",
        < 10_000_000_000 => $"{count / 1e6:F0} MB",
        _ => $"{count / 1e9:F1} GB",
    };
}
