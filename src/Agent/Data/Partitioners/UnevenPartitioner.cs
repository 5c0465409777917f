namespace Murmuration.Agent.Data.Partitioners;

/// <summary>
/// Shuffled and cut into sizes of a log-normal law: the same mixture everywhere, but much or little of it.
/// </summary>
internal sealed class UnevenPartitioner(double spread, int minimum) : IPartitioner
{
    /// <inheritdoc/>
    public int[][] Partition(Dataset data, int agentCount, long seed)
    {
        Shares.RequireRows(data.Count, agentCount);
        var random = Shares.OpenStream(seed);
        var sizes = Shares.Apportion(data.Count, Shares.LogNormal(agentCount, spread, random), minimum);
        return Shares.Cut(Shares.ShuffledRows(data.Count, random), sizes);
    }
}
