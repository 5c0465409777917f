using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Reports.Drawing;

/// <summary>Places from the distances to a few agents that lie far apart, the pivots (U. Brandes, C. Pich, "Eigensolver
/// methods for progressive multidimensional scaling of large data", Graph Drawing 2006): the two directions in which
/// these distances vary most.</summary>
internal static class PivotPlaces
{
    private const int MostPivots = 50;
    private const int PowerRounds = 100;

    /// <summary>Agents with the same distances would stand at the same place, where nothing drives them apart; in
    /// links.</summary>
    private const double Scatter = 0.01;

    private static readonly double GoldenAngle = Math.PI * (3 - Math.Sqrt(5));

    /// <summary>Places in units of about one link.</summary>
    public static (double X, double Y)[] Of(TopologySchedule schedule)
    {
        var distances = FromPivots(schedule);
        var centered = Centered(distances, schedule.Agents.Count);
        var x = Direction(centered, orthogonalTo: null);
        var y = Direction(centered, orthogonalTo: x);
        var (alongX, alongY) = (Along(centered, x), Along(centered, y));
        var unit = 1 / Math.Max(1e-9, Math.Sqrt(alongX.Average(value => value * value)));
        var radius = distances.Max(row => row.Max()) / 2.0;
        return [.. alongX.Zip(alongY).Select((place, agent) =>
        {
            var (sin, cos) = Math.SinCos(GoldenAngle * agent);
            return (
                (place.First * unit * radius) + (Scatter * cos),
                (place.Second * unit * radius) + (Scatter * sin));
        })];
    }

    /// <summary>One row of distances per pivot; each pivot is as far as can be from those before it.</summary>
    private static List<int[]> FromPivots(TopologySchedule schedule)
    {
        var rows = new List<int[]>();
        var nearest = new int[schedule.Agents.Count];
        Array.Fill(nearest, int.MaxValue);
        for (var pivot = 0; rows.Count < Math.Min(MostPivots, nearest.Length);)
        {
            var row = schedule.DistancesFrom(pivot);
            rows.Add(row);
            for (var agent = 0; agent < nearest.Length; agent++)
            {
                nearest[agent] = Math.Min(nearest[agent], row[agent]);
            }

            pivot = Array.IndexOf(nearest, nearest.Max());
        }

        return rows;
    }

    /// <summary>−d²/2 without the means of rows and columns: a row per pivot.</summary>
    private static double[][] Centered(List<int[]> distances, int agentCount)
    {
        double[][] rows = [.. distances.Select(row => Array.ConvertAll(row, d => -0.5 * d * d))];
        var byAgent = new double[agentCount];
        foreach (var row in rows)
        {
            var mean = row.Average();
            for (var agent = 0; agent < agentCount; agent++)
            {
                row[agent] -= mean;
                byAgent[agent] += row[agent] / rows.Length;
            }
        }

        foreach (var row in rows)
        {
            for (var agent = 0; agent < agentCount; agent++)
            {
                row[agent] -= byAgent[agent];
            }
        }

        return rows;
    }

    /// <summary>The weights of the pivots, of length one, in whose sum the agents differ most: by the power
    /// method.</summary>
    private static double[] Direction(double[][] rows, double[]? orthogonalTo)
    {
        double[] direction = [.. rows.Select((_, pivot) => Math.Sin(1 + pivot))];
        for (var round = 0; round < PowerRounds; round++)
        {
            Normalize(direction, orthogonalTo);
            var along = Along(rows, direction);
            direction = [.. rows.Select(row => row.Zip(along, (a, b) => a * b).Sum())];
        }

        Normalize(direction, orthogonalTo);
        return direction;
    }

    private static void Normalize(double[] vector, double[]? orthogonalTo)
    {
        var overlap = orthogonalTo?.Zip(vector, (a, b) => a * b).Sum() ?? 0;
        for (var k = 0; k < vector.Length; k++)
        {
            vector[k] -= overlap * (orthogonalTo?[k] ?? 0);
        }

        var length = Math.Max(1e-300, Math.Sqrt(vector.Sum(value => value * value)));
        for (var k = 0; k < vector.Length; k++)
        {
            vector[k] /= length;
        }
    }

    private static double[] Along(double[][] rows, double[] direction)
    {
        var sums = new double[rows[0].Length];
        foreach (var (row, weight) in rows.Zip(direction))
        {
            for (var agent = 0; agent < sums.Length; agent++)
            {
                sums[agent] += weight * row[agent];
            }
        }

        return sums;
    }
}
