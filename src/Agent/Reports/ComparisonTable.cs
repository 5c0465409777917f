using Murmuration.Agent.Metrics;

namespace Murmuration.Agent.Reports;

/// <summary>One line for every run, as text of equal columns; the same in the terminal and in the page.</summary>
internal sealed class ComparisonTable
{
    /// <summary>Puts the runs side by side.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="target">A mean test accuracy in 0 … 1 whose first round is shown, or null.</param>
    public ComparisonTable(IReadOnlyList<RunHistory> runs, double? target)
    {
        Header =
        [
            "run", "agents", "rounds", "seconds", "sent by each", "cost", "test cost", "worst agent", "mean",
            .. target is { } t ? [$"rounds to {ProgressText.Percent(t)}", "seconds", "sent by each"] : (string[])[],
        ];
        Rows = [.. runs.Select(run => Row(run, target))];
    }

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>A row for each run.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows { get; }

    /// <summary>Writes it as a Markdown table, which a terminal shows as well.</summary>
    public void Write(TextWriter writer)
    {
        var widths = Header.Select((name, k) => Rows.Select(row => row[k].Length).Append(name.Length).Max()).ToList();
        WriteLine(Header);
        WriteLine([.. widths.Select(width => new string('-', width))]);
        foreach (var row in Rows)
        {
            WriteLine(row);
        }

        void WriteLine(IReadOnlyList<string> cells) =>
            writer.WriteLine($"| {string.Join(" | ", cells.Select((cell, k) => cell.PadRight(widths[k])))} |");
    }

    private static string[] Row(RunHistory run, double? target)
    {
        var (last, evaluated) = (run.Rounds[^1], run.Evaluated.LastOrDefault());
        return
        [
            run.Name, $"{run.Agents}", $"{last.Round}", $"{last.Seconds:F1}", SentByEach(run, last),
            ProgressText.Number(last.Cost),
            evaluated?.TestCost is { } cost ? ProgressText.Number(cost.Mean) : "–",
            evaluated?.Accuracy is { } worst ? ProgressText.Percent(worst.Min) : "–",
            evaluated?.Accuracy is { } mean ? ProgressText.Percent(mean.Mean) : "–",
            .. target is { } accuracy ? Reached(run, run.FirstWith(accuracy)) : [],
        ];
    }

    private static string[] Reached(RunHistory run, NetworkRound? round) => round is null
        ? ["not reached", "–", "–"]
        : [$"{round.Round}", $"{round.Seconds:F1}", SentByEach(run, round)];

    private static string SentByEach(RunHistory run, NetworkRound round) =>
        ProgressText.Bytes(round.BytesSent / run.Agents);
}
