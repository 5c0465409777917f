namespace Murmuration.Agent.Data.Partitioners;

/// <summary>Shuffled and cut into sizes that differ by at most one row: every agent sees the same mixture.</summary>
internal sealed class EvenPartitioner : IPartitioner
{
    /// <inheritdoc/>
    public int[][] Partition(Dataset data, int agentCount, long seed)
    {
        Shares.RequireRows(data.Count, agentCount);
        var rows = Shares.ShuffledRows(data.Count, Shares.OpenStream(seed));
        return Shares.Cut(rows, Shares.Apportion(data.Count, Shares.Equal(agentCount), minimum: 1));
    }
}
