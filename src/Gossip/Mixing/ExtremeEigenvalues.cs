using System.Numerics;
using System.Runtime.InteropServices;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Topologies.Generators;

namespace Murmuration.Gossip.Mixing;

/// <summary>The second largest and the smallest eigenvalue of a large, sparse, symmetric mixing matrix, whose largest
/// one, 1, belongs to equal values at all agents: by the method of C. Lanczos (J. Res. Natl. Bur. Stand. 45(4), 1950)
/// on all that is orthogonal to these.</summary>
internal static class ExtremeEigenvalues
{
    private const int MostSteps = 800;

    private const int StepsBetweenLooks = 30;

    /// <summary>Products of numbers that take a fraction of a second.</summary>
    private const long MostWork = 400_000_000;

    private const double Exhausted = 1e-12;

    /// <summary>What the last tenth of the steps may still change, as a share of the distance to 1, before more are
    /// needless; and at most in the end.</summary>
    private const double Settled = 1e-7;

    /// <inheritdoc cref="Settled"/>
    private const double NearlySettled = 1e-3;

    /// <summary>Both, or null when more steps would be needed to know them.</summary>
    public static (double Second, double Smallest)? Of(Topology topology, int agentCount)
    {
        var steps = Math.Min(agentCount - 1, Math.Min(MostSteps, (int)Math.Sqrt(MostWork / (2.0 * agentCount))));
        var (diagonal, beside, isWhole) = Tridiagonal(topology, agentCount, steps);
        return isWhole || IsWithin(NearlySettled, diagonal, beside) ? Ends(diagonal, beside, diagonal.Count) : null;
    }

    private static bool IsWithin(double share, List<double> diagonal, List<double> beside)
    {
        var (second, smallest) = Ends(diagonal, beside, diagonal.Count);
        var earlier = Ends(diagonal, beside, Math.Max(1, diagonal.Count * 9 / 10));
        return second - earlier.Second <= share * (1 - second) && earlier.Smallest - smallest <= share;
    }

    private static (List<double> Diagonal, List<double> Beside, bool IsWhole) Tridiagonal(
        Topology topology, int agentCount, int steps)
    {
        var (diagonal, beside) = (new List<double>(), new List<double>());
        var basis = new List<double[]> { Start(agentCount) };
        while (true)
        {
            var next = Mixed(topology, basis[^1]);
            diagonal.Add(Dot(next, basis[^1]));

            // Twice, as rounding would bring back what has been taken out.
            Clean(next, basis);
            Clean(next, basis);
            var length = Math.Sqrt(Dot(next, next));
            var isSettled = diagonal.Count % StepsBetweenLooks == 0 && IsWithin(Settled, diagonal, beside);
            if (length < Exhausted || diagonal.Count == steps || isSettled)
            {
                return (diagonal, beside, length < Exhausted || diagonal.Count == agentCount - 1);
            }

            Scale(next, 1 / length);
            beside.Add(length);
            basis.Add(next);
        }
    }

    private static double[] Start(int agentCount)
    {
        var chance = new SeededChance(seed: 1, draw: 0);
        var vector = new double[agentCount];
        foreach (ref var value in vector.AsSpan())
        {
            value = chance.NextDouble();
        }

        Clean(vector, []);
        Scale(vector, 1 / Math.Sqrt(Dot(vector, vector)));
        return vector;
    }

    private static double[] Mixed(Topology topology, double[] values)
    {
        var mixed = new double[values.Length];
        for (var agent = 0; agent < values.Length; agent++)
        {
            var row = topology[agent];
            var sum = row.SelfWeight * values[agent];
            foreach (var neighbour in row.InNeighbours)
            {
                sum += neighbour.Weight * values[neighbour.AgentIndex];
            }

            mixed[agent] = sum;
        }

        return mixed;
    }

    /// <summary>Takes out the mean and what lies along vectors of length one.</summary>
    private static void Clean(double[] vector, List<double[]> basis)
    {
        var mean = vector.Average();
        foreach (ref var value in vector.AsSpan())
        {
            value -= mean;
        }

        foreach (var one in basis)
        {
            SquareMatrix.AddScaled(-Dot(vector, one), one, vector);
        }
    }

    private static void Scale(double[] vector, double factor)
    {
        foreach (ref var value in vector.AsSpan())
        {
            value *= factor;
        }
    }

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var xs = MemoryMarshal.Cast<double, Vector<double>>(x);
        var ys = MemoryMarshal.Cast<double, Vector<double>>(y);
        var sums = Vector<double>.Zero;
        for (var k = 0; k < xs.Length; k++)
        {
            sums += xs[k] * ys[k];
        }

        var sum = Vector.Sum(sums);
        for (var k = xs.Length * Vector<double>.Count; k < x.Length; k++)
        {
            sum += x[k] * y[k];
        }

        return sum;
    }

    /// <summary>The largest and the smallest eigenvalue of the first rows of a symmetric tridiagonal matrix, by
    /// bisection.</summary>
    private static (double Second, double Smallest) Ends(List<double> diagonal, List<double> beside, int size) => (
        Bisect(x => CountBelow(diagonal, beside, size, x) < size),
        Bisect(x => CountBelow(diagonal, beside, size, x) == 0));

    /// <summary>Where a property that holds from −1 on ends, at 1 at the latest.</summary>
    private static double Bisect(Func<double, bool> holds)
    {
        const int Halvings = 60;
        var (low, high) = (-1.0 - 1e-9, 1.0 + 1e-9);
        for (var halving = 0; halving < Halvings; halving++)
        {
            var middle = (low + high) / 2;
            (low, high) = holds(middle) ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    /// <summary>How many eigenvalues lie below a number: as many as there are negative pivots (J. Sylvester's law of
    /// inertia).</summary>
    private static int CountBelow(List<double> diagonal, List<double> beside, int size, double x)
    {
        var (count, pivot) = (0, 1.0);
        for (var k = 0; k < size; k++)
        {
            pivot = diagonal[k] - x - (k == 0 ? 0 : beside[k - 1] * beside[k - 1] / pivot);
            pivot = Math.Abs(pivot) < 1e-300 ? -1e-300 : pivot;
            count += pivot < 0 ? 1 : 0;
        }

        return count;
    }
}
