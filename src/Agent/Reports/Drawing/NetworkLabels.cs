namespace Murmuration.Agent.Reports.Drawing;

/// <summary>Finds places for the ids in a drawing of a network where they cover neither agents nor each other, as far
/// as there are any.</summary>
internal static class NetworkLabels
{
    private const int MostLabels = 60;

    /// <summary>The side that suits the layout best, then more and more turned away from it; in eighths of a
    /// turn.</summary>
    private static readonly int[] Turns = [0, 1, -1, 2, -2, 3, -3, 4];

    /// <summary>A label for every agent, in agent order; none where there are too many to read them.</summary>
    /// <param name="layout">For which side of an agent is best.</param>
    /// <param name="ids">The agents' ids.</param>
    /// <param name="places">Where they stand, in the drawing's units.</param>
    /// <param name="radius">Their radius.</param>
    public static IReadOnlyList<NetworkLabel> Place(
        GraphLayout layout, IReadOnlyList<string> ids, IReadOnlyList<(double X, double Y)> places, double radius)
    {
        var labels = new List<NetworkLabel>();
        for (var agent = 0; agent < ids.Count && ids.Count <= MostLabels; agent++)
        {
            var candidates = Turns.Select(turn => NetworkLabel.Beside(
                ids[agent], places[agent], Turned(layout.LabelSide(agent), turn), radius)).ToList();
            labels.Add(candidates.Find(label => !labels.Exists(label.Covers)
                && !places.Any(place => label.Covers(place, radius))) ?? candidates[0]);
        }

        return labels;
    }

    private static (double X, double Y) Turned((double X, double Y) side, int eighths)
    {
        var (sin, cos) = Math.SinCos(eighths * Math.PI / 4);
        return ((cos * side.X) - (sin * side.Y), (sin * side.X) + (cos * side.Y));
    }
}
