using Murmuration.Kernels.Models;

namespace Murmuration.Agent.Algorithms.Parallel;

/// <summary>Who owns which weights.</summary>
internal static class WeightBlocks
{
    /// <summary>
    /// Cuts the flat vector into blocks, every weight in exactly one. The cuts lie at equal distances; where the model
    /// has enough layers for it, each moves to the nearest beginning of a layer, since a backward sweep ends between
    /// two layers only: then no thread computes slopes that belong to another one.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="count">Number of blocks, at most one per weight.</param>
    public static WeightBlock[] Cut(Model model, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, model.WeightCount);
        int[] ends = [.. Cuts(model, count), model.WeightCount];
        return [.. ends.Select((end, p) => Block(model, p == 0 ? 0 : ends[p - 1], end))];
    }

    private static IEnumerable<int> Cuts(Model model, int count)
    {
        var cuts = Enumerable.Range(1, count - 1).Select(p => (int)((long)p * model.WeightCount / count));
        var layers = Enumerable.Range(1, model.LayerCount - 1)
            .Where(layer => model.LayerOffset(layer) > 0 && HasWeights(model, layer))
            .Select(model.LayerOffset)
            .ToArray();
        return layers.Length < count - 1 ? cuts : AtLayers([.. cuts], layers);
    }

    /// <summary>Each cut at the nearest layer that is still free and leaves enough layers for the cuts to
    /// come.</summary>
    private static int[] AtLayers(int[] cuts, int[] layers)
    {
        var next = 0;
        for (var p = 0; p < cuts.Length; p++)
        {
            var free = layers.Length - (cuts.Length - 1 - p) - next;
            var nearest = Enumerable.Range(next, free).MinBy(layer => Math.Abs(layers[layer] - cuts[p]));
            cuts[p] = layers[nearest];
            next = nearest + 1;
        }

        return cuts;
    }

    private static WeightBlock Block(Model model, int start, int end)
    {
        var layer = Enumerable.Range(0, model.LayerCount)
            .First(layer => HasWeights(model, layer) && model.LayerOffset(layer + 1) > start);
        return new(start, end - start, layer);
    }

    private static bool HasWeights(Model model, int layer) => model.LayerOffset(layer + 1) > model.LayerOffset(layer);
}
