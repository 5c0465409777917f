using System.Xml.Linq;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Reports.Drawing;
using Murmuration.Agent.Reports.Pages;
using Murmuration.Agent.Reports.Runs;

namespace Murmuration.Agent.Reports.Sections;

/// <summary>The most telling figures at a glance.</summary>
internal static class Tiles
{
    /// <summary>The figures of the last complete round.</summary>
    public static XElement Draw(RunOverview run) =>
        Html.Of("dl", "tiles", Html.Attribute("id", "tiles"), Content(run));

    /// <summary>The same without what encloses them.</summary>
    public static IEnumerable<XElement?> Content(RunOverview run)
    {
        var (last, evaluated) = (run.Last, run.LastEvaluated);
        yield return Progress(run);
        yield return last is null ? null : Tile("cost", NumberText.Of(last.Cost), null);
        yield return evaluated switch
        {
            { Accuracy: { } accuracy } => Tile(
                "test accuracy", ProgressText.Percent(accuracy.Mean), Worst(run, ProgressText.Percent(accuracy.Min))),
            { TestCost: { } cost } => Tile("test cost", NumberText.Of(cost.Mean), Worst(run, NumberText.Of(cost.Max))),
            _ => null,
        };
        yield return last is null || run.AgentCount == 1
            ? null
            : Tile("disagreement", NumberText.Of(last.Disagreement), "between neighbours, the largest");
        yield return run.Network.LastOrDefault(round => round.TrackingDefect is not null)?.TrackingDefect is { } defect
            ? Tile("tracking defect", NumberText.Of(defect), "of the gradients' sum")
            : null;
        yield return last is null
            ? null
            : Tile(
                "sent",
                ProgressText.Bytes(last.BytesSent),
                run.Agents.Count == 1
                    ? null
                    : $"{ProgressText.Bytes(last.BytesSent / run.Agents.Count)} by each agent");
        yield return last is null ? null : Tile("time", TimeText(last.Seconds), Left(run) ?? Pace(last));
    }

    /// <summary>A span of time as people say it.</summary>
    public static string TimeText(double seconds) => seconds switch
    {
        < 0 or double.NaN => "–",
        < 10 => $"{seconds:F1} s",
        < 120 => $"{seconds:F0} s",
        < 7200 => $"{seconds / 60:F0} min",
        < 172_800 => $"{seconds / 3600:F1} h",
        _ => $"{seconds / 86_400:F1} days",
    };

    private static XElement Progress(RunOverview run)
    {
        var planned = run.Run?.Rounds;
        var tile = Tile("rounds", $"{run.Farthest:#,0}", planned is null ? null : $"of {planned:#,0}");
        if (planned > 0)
        {
            tile.Add(Html.Of("dd", null, Bars.Share((double)run.Farthest / planned.Value)));
        }

        return tile;
    }

    private static string? Pace(NetworkRound last) =>
        last.Round > last.Before ? $"{NumberText.Of(last.Seconds / (last.Round - last.Before))} s a round" : null;

    private static string? Left(RunOverview run) =>
        run.SecondsLeft is { } seconds ? $"about {TimeText(seconds)} left" : null;

    private static string? Worst(RunOverview run, string value) =>
        run.Agents.Count == 1 ? null : $"{value} at the worst";

    private static XElement Tile(string name, string value, string? more) => Html.Of(
        "div",
        null,
        Html.Of("dt", null, name),
        Html.Of("dd", null, value, Html.Of("small", null, more ?? "")));
}
