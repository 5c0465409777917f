namespace Murmuration.Agent.Data.Partitioners;

/// <summary>
/// Sorted by label (by target for regression) and cut into equal pieces: each agent holds about classes/agents labels.
/// </summary>
internal sealed class ByLabelPartitioner : IPartitioner
{
    /// <inheritdoc/>
    public int[][] Partition(Dataset data, int agentCount, long seed)
    {
        Shares.RequireRows(data.Count, agentCount);
        var rows = Shares.ShuffledRows(data.Count, Shares.OpenStream(seed));
        var sorted = data.IsClassification
            ? rows.OrderBy(row => data.Labels[row])
            : rows.OrderBy(row => data.TargetsOf(row)[0]);
        return Shares.Cut([.. sorted], Shares.Apportion(data.Count, Shares.Equal(agentCount), minimum: 1));
    }
}
