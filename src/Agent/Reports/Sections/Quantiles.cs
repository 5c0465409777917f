using Murmuration.Agent.Reports.Drawing;
using Murmuration.Agent.Reports.Runs;

namespace Murmuration.Agent.Reports.Sections;

/// <summary>Where the agents' figures lie, for networks with more agents than anybody tells apart as lines.</summary>
internal static class Quantiles
{
    private const int MostPoints = 120;

    /// <summary>The whole range and its middle half as areas, and the median as a line.</summary>
    /// <param name="agents">Each agent's points, rounds ascending.</param>
    /// <param name="effort">What they are drawn against.</param>
    public static (IReadOnlyList<ChartBand> Bands, ChartLine Median) Of(
        IReadOnlyList<IReadOnlyList<(AgentPoint At, double Value)>> agents, Effort effort)
    {
        var rounds = agents.SelectMany(points => points.Select(point => point.At.Round)).Distinct().Order().ToList();
        var stride = Math.Max(1, (rounds.Count + MostPoints - 1) / MostPoints);
        var rows = rounds
            .Where((_, k) => k % stride == 0 || k == rounds.Count - 1)
            .Select(round => Row(agents, effort, round))
            .OfType<(double X, double[] Sorted)>()
            .ToList();
        return (
            [
                new("all agents", "band", [.. rows.Select(row => (row.X, row.Sorted[0], row.Sorted[^1]))]),
                new("half of the agents", "band inner", [.. rows.Select(row => (row.X, At(row, 0.25), At(row, 0.75)))]),
            ],
            new("median", "middle", [.. rows.Select(row => (row.X, At(row, 0.5)))]));
    }

    private static double At((double X, double[] Sorted) row, double share) =>
        row.Sorted[(int)Math.Round(share * (row.Sorted.Length - 1))];

    /// <summary>What the agents had reached in a round: their newest figures, of those that went as far.</summary>
    private static (double X, double[] Sorted)? Row(
        IReadOnlyList<IReadOnlyList<(AgentPoint At, double Value)>> agents, Effort effort, int round)
    {
        var there = agents
            .Where(points => points.Count > 0 && points[0].At.Round <= round && points[^1].At.Round >= round)
            .Select(points => points[LastUntil(points, round)])
            .Where(point => double.IsFinite(point.Value))
            .ToList();
        return there.Count == 0
            ? null
            : (there.Average(point => effort.OfAgent(point.At)), [.. there.Select(point => point.Value).Order()]);
    }

    /// <summary>The last point at or before a round.</summary>
    private static int LastUntil(IReadOnlyList<(AgentPoint At, double Value)> points, int round)
    {
        var (low, high) = (0, points.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = points[middle].At.Round <= round ? (middle, high) : (low, middle - 1);
        }

        return low;
    }
}
