using Murmuration.Agent.Metrics;

namespace Murmuration.Agent.Simulation;

/// <summary>The result of a simulation for people.</summary>
internal static class ResultText
{
    /// <summary>Writes what was reached, what an agent alone reaches, and where the weights are.</summary>
    public static void Write(TextWriter writer, SimulationResult result, string output)
    {
        var ended = result.Stopped ? "stopped" : "done";
        writer.WriteLine($"{result.Agents} agents {ended} after {result.Rounds} rounds and {result.Seconds:F1} s, "
            + $"{ProgressText.Bytes(result.BytesSent)} sent in all.");
        if (result.TestAccuracy is { } accuracy)
        {
            writer.WriteLine(
                $"Test accuracy: {ProgressText.Percent(accuracy.Min)} at the worst agent, "
                + $"{ProgressText.Percent(accuracy.Mean)} on average.");
        }

        if (result.TestCost is { } cost)
        {
            writer.WriteLine(
                $"Test cost (squared error, standardized targets): {ProgressText.Number(cost.Max)} at the worst agent, "
                + $"{ProgressText.Number(cost.Mean)} on average.");
        }

        if (result.AloneAccuracy is { } alone)
        {
            writer.WriteLine($"The best agent alone, on its own partition, reaches {ProgressText.Percent(alone)}.");
        }
        else if (result.AloneCost is { } aloneCost)
        {
            var lowest = ProgressText.Number(aloneCost);
            writer.WriteLine($"The best agent alone, on its own partition, reaches a test cost of {lowest}.");
        }

        var defect = result.TrackingDefect is { } d ? $", tracking defect {ProgressText.Number(d)}" : "";
        var gap = result.Stationarity is { } g ? $", stationarity {ProgressText.Number(g)}" : "";
        writer.WriteLine($"Disagreement {ProgressText.Number(result.Disagreement)}{defect}{gap}.");
        writer.WriteLine($"Weights, metrics and logs: {Short(output)}");
        if (result.Report is { } report)
        {
            writer.WriteLine($"Report: {Short(report)}");
        }
    }

    /// <summary>Relative to the present folder when it lies below it.</summary>
    private static string Short(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
