namespace Murmuration.Agent.Data.Partitioners;

/// <summary>
/// Rows that belong together for label skew: those of a class, or of a tenth of the sorted regression targets.
/// </summary>
internal static class Groups
{
    private const int RegressionGroupCount = 10;

    /// <summary>The rows of each group that has any.</summary>
    public static int[][] Of(Dataset data)
    {
        var groups = data.IsClassification ? OfClasses(data) : OfTargets(data);
        return [.. groups.Where(rows => rows.Length > 0)];
    }

    private static int[][] OfClasses(Dataset data)
    {
        var groups = Array.ConvertAll(data.CountLabels(), count => new int[count]);
        var filled = new int[groups.Length];
        for (var row = 0; row < data.Count; row++)
        {
            var label = data.Labels[row];
            groups[label][filled[label]++] = row;
        }

        return groups;
    }

    private static int[][] OfTargets(Dataset data)
    {
        var sorted = Enumerable.Range(0, data.Count).OrderBy(row => data.TargetsOf(row)[0]).ToArray();
        return Shares.Cut(sorted, Shares.Apportion(data.Count, Shares.Equal(RegressionGroupCount), minimum: 0));
    }
}
