using Murmuration.Agent.Metrics;

namespace Murmuration.Agent.Reports;

/// <summary>Findings for the terminal: who is taken for whom, or how far values are off.</summary>
internal static class FindingsText
{
    /// <summary>Classes of a confusion matrix that fits a line.</summary>
    private const int MostColumns = 12;

    /// <summary>Classes that are told one by one; of more, the worst.</summary>
    private const int MostClasses = 20;

    private const int MostRows = 5;
    private const int LongestName = 16;

    /// <summary>Writes the findings, at most about thirty lines.</summary>
    public static void Write(TextWriter writer, TestFindings findings)
    {
        if (findings.WorstValues is { } values)
        {
            WriteValues(writer, findings.RootMeanSquareError, values);
        }
        else if (findings.Confusion.Count is > 0 and <= MostColumns)
        {
            WriteMatrix(writer, findings);
        }
        else
        {
            WriteClasses(writer, findings);
        }
    }

    private static void WriteMatrix(TextWriter writer, TestFindings findings)
    {
        var names = findings.ClassNames.Select(Short).ToList();
        var lines = findings.Confusion.Select((counts, label) => (string[])
            [names[label], $"{counts.Sum()}", Right(counts, label), .. counts.Select(Count)]);
        writer.WriteLine("Rows of a class, how many are found right, and as what they are taken:");
        WriteTable(writer, ["class", "rows", "right", .. names], [.. lines]);
    }

    private static void WriteClasses(TextWriter writer, TestFindings findings)
    {
        var present = findings.Confusion.Index().Where(row => row.Item.Sum() > 0).ToList();
        if (present.Count == 0)
        {
            return;
        }

        var shown = present.OrderBy(row => (double)row.Item[row.Index] / row.Item.Sum()).Take(MostClasses);
        var lines = shown.Select(row => (string[])
        [
            Short(findings.ClassNames[row.Index]),
            $"{row.Item.Sum()}",
            Right(row.Item, row.Index),
            MostTakenFor(findings, row.Item, row.Index),
        ]);
        writer.WriteLine(present.Count > MostClasses
            ? $"The {MostClasses} classes of {present.Count} with the fewest right (--json has all):"
            : "Rows of a class, how many are found right, and as what else they are taken most:");
        WriteTable(writer, ["class", "rows", "right", "taken for"], [.. lines]);
    }

    private static string MostTakenFor(TestFindings findings, IReadOnlyList<int> counts, int label)
    {
        var (other, count) = counts.Index().Where(cell => cell.Index != label).MaxBy(cell => cell.Item);
        return count > 0 ? $"{Short(findings.ClassNames[other])} ({count})" : "";
    }

    private static void WriteValues(TextWriter writer, double? error, IReadOnlyList<WorstValue> worst)
    {
        var size = ProgressText.Number(error ?? double.NaN);
        writer.WriteLine($"Root mean square error {size} in the units of the target; the worst rows:");
        var lines = worst.Take(MostRows).Select(row => (string[])
            [$"{row.Row}", Numbers(row.Target), Numbers(row.Prediction)]);
        WriteTable(writer, ["row", "target", "predicted"], [.. lines]);
    }

    private static string Right(IReadOnlyList<int> counts, int label) =>
        counts.Sum() > 0 ? ProgressText.Percent((double)counts[label] / counts.Sum()) : "–";

    private static string Count(int count) => count > 0 ? $"{count}" : "·";

    private static string Numbers(IEnumerable<double> values) => string.Join(" ", values.Select(ProgressText.Number));

    private static string Short(string name) => name.Length <= LongestName ? name : $"{name[..(LongestName - 1)]}…";

    /// <summary>The first column to the left, all others to the right.</summary>
    private static void WriteTable(TextWriter writer, string[] header, IReadOnlyList<string[]> lines)
    {
        string[][] all = [header, .. lines];
        var widths = header.Select((_, k) => all.Max(line => line[k].Length)).ToList();
        foreach (var line in all)
        {
            var cells = line.Select((cell, k) => k == 0 ? cell.PadRight(widths[k]) : cell.PadLeft(widths[k]));
            writer.WriteLine($"  {string.Join("  ", cells)}".TrimEnd());
        }
    }
}
