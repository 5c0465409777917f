using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Mixing;

/// <summary>How fast mixing alone makes agents agree: by the second largest |eigenvalue| of the product of mixing
/// matrices over a window of rounds.</summary>
internal static class Spectrum
{
    /// <summary>The most agents for which dense products are made.</summary>
    public const int LargestAgentCount = 512;

    /// <summary>The most rounds that are multiplied.</summary>
    public const int LargestWindow = 4096;

    private const int LargestSquaringCount = 50;
    private const double Accuracy = 1e-13;

    /// <summary>C[start + count − 1] … C[start].</summary>
    public static SquareMatrix Product(TopologySchedule schedule, int start, int count)
    {
        var product = SquareMatrix.Identity(schedule.Agents.Count);
        for (var round = start; round < start + count; round++)
        {
            product = Mix(schedule.TopologyAt(round), product);
        }

        return product;
    }

    /// <summary>The second largest |eigenvalue| of a matrix whose columns sum to one. Subtracting 1/n everywhere
    /// replaces only the eigenvalue 1 by 0, and then lim ‖M^m‖^(1/m) is the largest |eigenvalue| that is left
    /// (Gelfand's formula), reached here by repeated squaring, m = 2^k, from the growth between two
    /// squarings.</summary>
    public static double SecondLargestModulus(SquareMatrix matrix)
    {
        var power = matrix.Times(SquareMatrix.Identity(matrix.Size));
        power.Add(-1.0 / matrix.Size);
        var logNorm = 0.0;
        var modulus = double.NaN;
        for (var squaring = 0; squaring < LargestSquaringCount; squaring++)
        {
            var norm = power.Norm;
            if (norm < Accuracy)
            {
                return 0;
            }

            logNorm += Math.Log(norm);
            power.Scale(1 / norm);
            power = power.Times(power);
            var growth = power.Norm;
            var next = growth < Accuracy ? 0 : Math.Exp((logNorm + Math.Log(growth)) / Math.Pow(2, squaring));
            if (Math.Abs(next - modulus) <= Accuracy || next == 0)
            {
                return next;
            }

            (modulus, logNorm) = (next, 2 * logNorm);
        }

        return modulus;
    }

    /// <summary>The smallest eigenvalue λ of a symmetric matrix C whose columns sum to one: 1 − λ is the largest of
    /// I − C, which has none below 0.</summary>
    public static double SmallestEigenvalue(SquareMatrix matrix)
    {
        var difference = SquareMatrix.Identity(matrix.Size);
        for (var i = 0; i < matrix.Size; i++)
        {
            SquareMatrix.AddScaled(-1, matrix[i], difference[i]);
        }

        // With 11ᵀ/n added, the columns sum to one and the eigenvalue 0 of I − C is the one that is left out.
        difference.Add(1.0 / matrix.Size);
        return 1 - SecondLargestModulus(difference);
    }

    /// <summary>C · P by the rows of C, which are mostly zero.</summary>
    private static SquareMatrix Mix(Topology topology, SquareMatrix product)
    {
        var mixed = new SquareMatrix(product.Size);
        for (var i = 0; i < product.Size; i++)
        {
            var row = topology[i];
            SquareMatrix.AddScaled(row.SelfWeight, product[i], mixed[i]);
            foreach (var neighbour in row.InNeighbours)
            {
                SquareMatrix.AddScaled(neighbour.Weight, product[neighbour.AgentIndex], mixed[i]);
            }
        }

        return mixed;
    }
}
