using System.Globalization;

namespace Murmuration.Agent.Metrics;

/// <summary>Figures as people read them; the same words in the live table, in plain lines and in the result.</summary>
internal static class ProgressText
{
    /// <summary>Names and values of a round, in the order they are shown.</summary>
    public static IEnumerable<(
        string Name, string Value)> Fields(NetworkRound round, NetworkRound? evaluated, int rounds)
    {
        yield return ("round", $"{round.Round}/{rounds}");
        yield return ("cost", Number(round.Cost));
        if (evaluated?.Accuracy is { } accuracy)
        {
            yield return ("test accuracy", $"{Percent(accuracy.Min)} worst, {Percent(accuracy.Mean)} mean");
        }
        else if (evaluated?.TestCost is { } cost)
        {
            yield return ("test cost", $"{Number(cost.Max)} worst, {Number(cost.Mean)} mean");
        }

        yield return ("disagreement", Number(round.Disagreement));
        if (round.TrackingDefect is { } defect)
        {
            yield return ("tracking defect", Number(defect));
        }

        if (round.SuspendedLinks > 0)
        {
            yield return ("link ends suspended", $"{round.SuspendedLinks}");
        }

        yield return ("sent", Bytes(round.BytesSent));
        yield return ("time left", Left(round, rounds));
    }

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

    private static string Left(NetworkRound round, int rounds) =>
        round.Round == round.Before
            ? "…"
            : $"{round.Seconds / (round.Round - round.Before) * (rounds - round.Round):F0} s";
}
