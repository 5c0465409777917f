namespace Murmuration.Agent.Data.Partitioners;

/// <summary>How many rows each agent gets, and which.</summary>
internal static class Shares
{
    // Apart from the streams of generated rows, which count from 0.
    private const long PartitionStream = -2;

    public static RandomStream OpenStream(long seed) => new(seed, PartitionStream);

    public static void RequireRows(int rowCount, int agentCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(agentCount);
        if (rowCount < agentCount)
        {
            throw new DataException($"{rowCount} rows cannot be dealt to {agentCount} agents: every agent needs a row");
        }
    }

    public static double[] Equal(int count) => [.. Enumerable.Repeat(1.0, count)];

    /// <summary>exp(<paramref name="spread"/>·z) with z standard normal, for each agent.</summary>
    public static double[] LogNormal(int count, double spread, RandomStream random)
    {
        var weights = new double[count];
        foreach (ref var weight in weights.AsSpan())
        {
            weight = Math.Exp(spread * random.NextNormal());
        }

        return weights;
    }

    /// <summary>
    /// Whole numbers that sum to <paramref name="total"/>, at least <paramref name="minimum"/> each where that is
    /// possible, the rest in proportion to the weights (largest remainder; the lower index first among equals).
    /// </summary>
    public static int[] Apportion(int total, double[] weights, int minimum)
    {
        var least = Math.Min(minimum, total / weights.Length);
        var rest = total - (least * weights.Length);
        var sum = weights.Sum();
        var quotas = Array.ConvertAll(weights, weight => rest * (weight / sum));
        var counts = Array.ConvertAll(quotas, quota => (int)quota);
        var order = Enumerable.Range(0, counts.Length).OrderByDescending(i => quotas[i] - counts[i]);
        foreach (var i in order.Take(rest - counts.Sum()))
        {
            counts[i]++;
        }

        return Array.ConvertAll(counts, count => count + least);
    }

    public static int[] ShuffledRows(int count, RandomStream random)
    {
        int[] rows = [.. Enumerable.Range(0, count)];
        random.Shuffle<int>(rows);
        return rows;
    }

    /// <summary>Consecutive pieces of the given sizes, each sorted.</summary>
    public static int[][] Cut(int[] rows, int[] sizes)
    {
        var pieces = new int[sizes.Length][];
        var start = 0;
        for (var i = 0; i < sizes.Length; i++)
        {
            pieces[i] = rows[start..(start + sizes[i])];
            Array.Sort(pieces[i]);
            start += sizes[i];
        }

        return pieces;
    }
}
