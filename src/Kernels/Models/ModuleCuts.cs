namespace Murmuration.Kernels.Models;

/// <summary>Where a sequence of layers is cut into modules of about equal work.</summary>
internal static class ModuleCuts
{
    /// <summary>
    /// The first layer of every module, such that the greatest work of a module is least; every module but the first
    /// begins with a layer that has weights.
    /// </summary>
    /// <exception cref="ArgumentException">Fewer layers have weights than modules are wanted.</exception>
    public static IReadOnlyList<int> Starts(IReadOnlyList<ILayer> layers, int count)
    {
        var cuts = Enumerable.Range(0, layers.Count).Where(k => layers[k].WeightCount > 0).ToArray();
        if (cuts.Length < count)
        {
            throw new ArgumentException(
                $"{cuts.Length} layers of the model have weights; they cannot be cut into {count} modules. "
                + "Use fewer modules or more layers.",
                nameof(count));
        }

        cuts[0] = 0;
        var work = new long[cuts.Length + 1];
        for (var k = 0; k < cuts.Length; k++)
        {
            var end = k + 1 < cuts.Length ? cuts[k + 1] : layers.Count;
            work[k + 1] = work[k] + layers.Skip(cuts[k]).Take(end - cuts[k]).Sum(layer => layer.Operations);
        }

        return [.. Divide(work, count).Select(group => cuts[group])];
    }

    /// <summary>
    /// First groups of the parts with the least greatest sum; <paramref name="work"/> holds sums up to each group.
    /// </summary>
    private static int[] Divide(long[] work, int parts)
    {
        var groups = work.Length - 1;
        var starts = new int[parts, groups + 1];
        var least = (long[])work.Clone();
        for (var part = 1; part < parts; part++)
        {
            var before = least;
            least = new long[groups + 1];
            for (var end = part + 1; end <= groups; end++)
            {
                var start = Enumerable.Range(part, end - part)
                    .MinBy(first => Math.Max(before[first], work[end] - work[first]));
                starts[part, end] = start;
                least[end] = Math.Max(before[start], work[end] - work[start]);
            }
        }

        var result = new int[parts];
        for (var (part, end) = (parts - 1, groups); part > 0; part--)
        {
            result[part] = end = starts[part, end];
        }

        return result;
    }
}
