using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Reports.Drawing;

/// <summary>Places whose distances are like the numbers of links between agents: the stress Σ (|p_i − p_j| − d_ij)² /
/// d_ij² is made small, agent by agent (E. Gansner, Y. Koren, S. North, "Graph drawing by stress majorization", Graph
/// Drawing 2004), from the places of <see cref="PivotPlaces"/>, which stay as they are beyond a thousand
/// agents.</summary>
internal static class StressPlaces
{
    private const int MostAgents = 1000;
    private const long MostSteps = 100_000_000;
    private const int MostRounds = 300;

    /// <summary>A round that moves nobody farther, in links, is the last.</summary>
    private const double Still = 0.002;

    /// <summary>Places in units of about one link.</summary>
    public static (double X, double Y)[] Of(TopologySchedule schedule)
    {
        var places = PivotPlaces.Of(schedule);
        if (places.Length > MostAgents)
        {
            return places;
        }

        int[][] distances = [.. Enumerable.Range(0, places.Length).Select(schedule.DistancesFrom)];
        var rounds = Math.Min(MostRounds, MostSteps / ((long)places.Length * places.Length));
        for (var round = 0; round < rounds && Improve(places, distances) > Still; round++)
        {
            // All is in the condition.
        }

        Turn(places, schedule);
        return places;
    }

    /// <summary>Turns and mirrors the drawing: links that lie in two directions, as in a grid, go across and down, and
    /// agent 0 stands to the upper left.</summary>
    private static void Turn((double X, double Y)[] places, TopologySchedule schedule)
    {
        const double MostlyInTwo = 0.9;
        var angles = places.SelectMany((_, agent) => schedule.EverNeighbours(agent).Select(
            other => 4 * Math.Atan2(places[other].Y - places[agent].Y, places[other].X - places[agent].X))).ToList();
        var (sumSin, sumCos) = (angles.Sum(Math.Sin), angles.Sum(Math.Cos));
        var isGrid = Math.Sqrt((sumSin * sumSin) + (sumCos * sumCos)) > MostlyInTwo * angles.Count;
        var (sin, cos) = Math.SinCos(isGrid ? -Math.Atan2(sumSin, sumCos) / 4 : 0);
        var (middleX, middleY) = (places.Average(place => place.X), places.Average(place => place.Y));
        for (var agent = 0; agent < places.Length; agent++)
        {
            var (x, y) = (places[agent].X - middleX, places[agent].Y - middleY);
            places[agent] = ((cos * x) - (sin * y), (sin * x) + (cos * y));
        }

        var (mirrorX, mirrorY) = (places[0].X > 0 ? -1 : 1, places[0].Y > 0 ? -1 : 1);
        foreach (ref var place in places.AsSpan())
        {
            place = (mirrorX * place.X, mirrorY * place.Y);
        }
    }

    /// <summary>Moves every agent once to where the others pull it; the farthest move.</summary>
    private static double Improve((double X, double Y)[] places, int[][] distances)
    {
        var farthest = 0.0;
        for (var i = 0; i < places.Length; i++)
        {
            var better = Better(places, distances[i], i);
            var (x, y) = (better.X - places[i].X, better.Y - places[i].Y);
            farthest = Math.Max(farthest, Math.Sqrt((x * x) + (y * y)));
            places[i] = better;
        }

        return farthest;
    }

    private static (double X, double Y) Better((double X, double Y)[] places, int[] distances, int agent)
    {
        var (sumX, sumY, sum) = (0.0, 0.0, 0.0);
        var (x, y) = places[agent];
        for (var j = 0; j < places.Length; j++)
        {
            if (j == agent)
            {
                continue;
            }

            double wanted = distances[j];
            var (towardsX, towardsY) = (x - places[j].X, y - places[j].Y);
            var ratio = wanted / Math.Max(1e-9, Math.Sqrt((towardsX * towardsX) + (towardsY * towardsY)));
            var weight = 1 / (wanted * wanted);
            sumX += weight * (places[j].X + (ratio * towardsX));
            sumY += weight * (places[j].Y + (ratio * towardsY));
            sum += weight;
        }

        return (sumX / sum, sumY / sum);
    }
}
