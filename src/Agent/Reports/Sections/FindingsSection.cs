using System.Xml.Linq;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Reports.Drawing;
using Murmuration.Agent.Reports.Pages;

namespace Murmuration.Agent.Reports.Sections;

/// <summary>What a model gets wrong: which class it takes for which, and the rows that it misses most.</summary>
internal static class FindingsSection
{
    private const int MostClassesInTable = 40;
    private const int MostTargetsInTable = 6;
    private const int MostPairs = 15;
    private const int HeatLevels = 6;

    /// <summary>The section, or null where no agent has left findings.</summary>
    public static XElement? Draw(AgentFindings? of) => of is not { Findings: var findings }
        ? null
        : Html.Section(
            "findings",
            "What it gets wrong",
            Html.Of("p", "note", Introduction(of)),
            Confusion(findings),
            Samples(findings),
            Values(findings));

    private static string Introduction(AgentFindings of)
    {
        var whose = of.Agents == 1
            ? $"As agent {of.Agent} sees its test rows"
            : $"As agent {of.Agent} sees them, the worst of {of.Agents} agents";
        return of switch
        {
            { Accuracy: { } share } => $"{whose}; it gets {ProgressText.Percent(share)} of the test rows right.",
            { Findings.RootMeanSquareError: { } error } =>
                $"{whose}; its predictions are off by {NumberText.Of(error)}, root mean square, in the targets' units.",
            _ => $"{whose}.",
        };
    }

    private static IEnumerable<XElement?> Confusion(TestFindings findings)
    {
        if (findings.Confusion.Count > 0)
        {
            yield return Html.Of("h3", null, "Confusion");
            yield return findings.ClassNames.Count <= MostClassesInTable
                ? Html.Scroll("Confusion matrix", Matrix(findings))
                : null;
            yield return Html.Of("p", null, Mistakes(findings));
        }
    }

    private static XElement Matrix(TestFindings findings) => Html.Of(
        "table",
        "confusion",
        Html.Of(
            "thead",
            null,
            Html.Of(
                "tr",
                null,
                Html.Of("td", "corner", "truth ↓ taken for →"),
                findings.ClassNames.Append("right").Select(
                    name => Html.Of("th", null, Html.Attribute("scope", "col"), name)))),
        Html.Of("tbody", null, findings.Confusion.Select((row, truth) => Row(findings.ClassNames[truth], row, truth))));

    private static XElement Row(string name, IReadOnlyList<int> counts, int truth)
    {
        var all = Math.Max(1, counts.Sum(count => (long)count));
        return Html.Of(
            "tr",
            null,
            Html.Of("th", null, Html.Attribute("scope", "row"), name),
            counts.Select((count, taken) => Html.Of(
                "td", Heat((double)count / all, taken == truth), count == 0 ? "" : $"{count}")),
            Html.Of("td", null, ProgressText.Percent((double)counts[truth] / all)));
    }

    /// <summary>By the root of the share, so that seldom errors are seen beside what is mostly right.</summary>
    private static string? Heat(double share, bool isRight)
    {
        var level = (int)Math.Ceiling(HeatLevels * Math.Sqrt(share));
        return (level, isRight) switch
        {
            (0, false) => null,
            (0, true) => "right",
            (_, true) => $"h{level} right",
            _ => $"h{level}",
        };
    }

    /// <summary>The most frequent mistakes in words.</summary>
    private static string Mistakes(TestFindings findings)
    {
        var pairs = findings.Confusion
            .SelectMany((row, truth) => row.Select((count, taken) => (Count: count, truth, taken)))
            .Where(pair => pair.Count > 0 && pair.truth != pair.taken)
            .OrderByDescending(pair => pair.Count)
            .Take(findings.ClassNames.Count <= MostClassesInTable ? 3 : MostPairs)
            .Select(pair => $"“{findings.ClassNames[pair.truth]}” taken for “{findings.ClassNames[pair.taken]}” "
                + (pair.Count == 1 ? "once" : $"{pair.Count:#,0} times"))
            .ToList();
        return pairs.Count == 0
            ? "No test row is taken for another class."
            : $"Most often {string.Join(", ", pairs)}.";
    }

    private static IEnumerable<XElement> Samples(TestFindings findings)
    {
        if (findings.Worst.Count > 0)
        {
            yield return Html.Of("h3", null, "Worst test rows");
            yield return Html.Of(
                "ul",
                "samples",
                findings.Worst.Take(TestFindings.WorstCount).Select(sample => Sample(findings, sample)));
        }
    }

    private static XElement Sample(TestFindings findings, WorstSample sample)
    {
        var (truth, taken) = (findings.ClassNames[sample.Label], findings.ClassNames[sample.Predicted]);
        var verdict = sample.Label == sample.Predicted ? $"{truth}, barely" : $"{truth}, taken for {taken}";
        var image = Bitmap.DataUri(sample.Pixels, findings.Width, findings.Height, findings.Channels);
        return Html.Of(
            "li",
            null,
            image is null ? null : Html.Of("img", null, Html.Attribute("src", image), Html.Attribute("alt", verdict)),
            Html.Of("strong", null, verdict),
            Html.Of("small", null, $"row {sample.Row:#,0}, loss {NumberText.Of(sample.Loss)}"),
            Html.Of("small", null, $"{ProgressText.Percent(sample.Probability)} sure of {truth}"));
    }

    private static IEnumerable<XElement> Values(TestFindings findings)
    {
        if (findings.WorstValues is { Count: > 0 } values)
        {
            yield return Html.Of("h3", null, "Worst test rows");
            yield return Html.Scroll("Worst test rows", Html.Of("table", null, Html.Rows(
                ["row", "target", "prediction", "loss"],
                values.Take(TestFindings.WorstCount).Select(value => Html.Of(
                    "tr",
                    null,
                    Html.Of("th", null, Html.Attribute("scope", "row"), $"{value.Row:#,0}"),
                    Html.Of("td", null, Numbers(value.Target)),
                    Html.Of("td", null, Numbers(value.Prediction)),
                    Html.Of("td", null, NumberText.Of(value.Loss)))))));
        }
    }

    private static string Numbers(IReadOnlyList<double> values) =>
        string.Join(", ", values.Take(MostTargetsInTable).Select(NumberText.Of))
        + (values.Count > MostTargetsInTable ? ", …" : "");
}
