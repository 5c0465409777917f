using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Reports.Drawing;

/// <summary>Places from the positions that a topology file gives: y downwards, longitudes shortened as they are on the
/// ground, agents without a position between their neighbours, and those at the same place side by side.</summary>
internal static class KnownPlaces
{
    private const double LargestLongitude = 180;
    private const double LargestLatitude = 90;
    private const int FillingRounds = 50;
    private const int SpreadingRounds = 60;

    /// <summary>How far apart agents stand at least, as a share of the room that each has on average.</summary>
    private const double LeastShare = 0.35;

    private static readonly double GoldenAngle = Math.PI * (3 - Math.Sqrt(5));

    /// <summary>Places, or null where most agents have none.</summary>
    public static (double X, double Y)[]? Of(IReadOnlyList<AgentAddress> agents, IReadOnlyList<int>[] neighbours)
    {
        var positions = agents.Select(agent => agent.Position).ToArray();
        var known = positions.OfType<AgentPosition>().ToArray();
        if (2 * known.Length <= agents.Count)
        {
            return null;
        }

        var shrink = Shortening(known);
        var middle = (X: known.Average(place => place.X) * shrink, Y: -known.Average(place => place.Y));
        var places = Array.ConvertAll(
            positions, place => place is { } given ? (X: given.X * shrink, Y: -given.Y) : middle);
        Fill(places, positions, neighbours);
        Spread(places);
        return places;
    }

    /// <summary>The length of a degree of longitude by one of latitude, when the positions can be degrees.</summary>
    private static double Shortening(AgentPosition[] known)
    {
        var areDegrees = known.All(
            place => Math.Abs(place.X) <= LargestLongitude && Math.Abs(place.Y) <= LargestLatitude);
        return areDegrees ? Math.Cos(known.Average(place => place.Y) * Math.PI / 180) : 1;
    }

    private static void Fill(
        (double X, double Y)[] places, AgentPosition?[] positions, IReadOnlyList<int>[] neighbours)
    {
        for (var round = 0; round < FillingRounds; round++)
        {
            foreach (var (agent, others) in neighbours.Index())
            {
                if (positions[agent] is null && others.Count > 0)
                {
                    places[agent] = (
                        others.Average(other => places[other].X), others.Average(other => places[other].Y));
                }
            }
        }
    }

    /// <summary>Pushes agents apart that stand too near to each other.</summary>
    private static void Spread((double X, double Y)[] places)
    {
        var width = places.Max(place => place.X) - places.Min(place => place.X);
        var height = places.Max(place => place.Y) - places.Min(place => place.Y);
        var least = LeastShare * Math.Max(Math.Max(width, height), 1e-6) / Math.Sqrt(places.Length);
        for (var round = 0; round < SpreadingRounds; round++)
        {
            var moved = false;
            for (var i = 0; i < places.Length; i++)
            {
                for (var j = i + 1; j < places.Length; j++)
                {
                    moved |= PushApart(ref places[i], ref places[j], least, GoldenAngle * (i + j));
                }
            }

            if (!moved)
            {
                return;
            }
        }
    }

    private static bool PushApart(
        ref (double X, double Y) one, ref (double X, double Y) other, double least, double angle)
    {
        var (x, y) = (other.X - one.X, other.Y - one.Y);
        var distance = Math.Sqrt((x * x) + (y * y));
        if (distance >= least)
        {
            return false;
        }

        var (sin, cos) = distance > 1e-9 * least ? (y / distance, x / distance) : Math.SinCos(angle);
        var push = 0.51 * (least - distance);
        one = (one.X - (push * cos), one.Y - (push * sin));
        other = (other.X + (push * cos), other.Y + (push * sin));
        return true;
    }
}
