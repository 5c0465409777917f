namespace Murmuration.Agent.Data.Partitioners;

/// <summary>
/// Each class is dealt to the agents in proportions drawn from a symmetric Dirichlet law, the usual model of label skew
/// (Hsu, Qi, Brown 2019): near even for a large concentration α, a few classes each for a small one.
/// </summary>
internal sealed class DirichletPartitioner(double alpha) : IPartitioner
{
    /// <inheritdoc/>
    public int[][] Partition(Dataset data, int agentCount, long seed)
    {
        Shares.RequireRows(data.Count, agentCount);
        var random = Shares.OpenStream(seed);
        var deal = new Deal(agentCount);
        foreach (var rows in Groups.Of(data))
        {
            random.Shuffle<int>(rows);
            deal.Add(rows, Shares.Apportion(rows.Length, DrawProportions(agentCount, random), minimum: 0));
        }

        return deal.Finish(minimum: 1);
    }

    // Normalized Gamma(α) variables; taken relative to the largest before the exponential, since small α underflow.
    private double[] DrawProportions(int agentCount, RandomStream random)
    {
        var logarithms = new double[agentCount];
        foreach (ref var logarithm in logarithms.AsSpan())
        {
            logarithm = random.NextLogGamma(alpha);
        }

        var largest = logarithms.Max();
        return [.. logarithms.Select(logarithm => Math.Exp(logarithm - largest))];
    }
}
