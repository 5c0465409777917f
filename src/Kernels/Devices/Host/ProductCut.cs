namespace Murmuration.Kernels.Devices.Host;

/// <summary>How a product is cut into blocks: row tiles and column panels of each.</summary>
internal readonly record struct ProductCut(int Tiles, int Panels)
{
    /// <summary>Row tiles of a that stay in the second-level cache.</summary>
    private const int MostTiles = 16;

    /// <summary>
    /// The cut whose busiest thread has least to do. Laying out a tile of rows costs about a quarter of its product
    /// with a panel, bringing a panel into the cache half.
    /// </summary>
    /// <param name="tiles">Row tiles of c.</param>
    /// <param name="panels">Column panels of c.</param>
    /// <param name="threads">Threads that share the blocks.</param>
    public static ProductCut For(int tiles, int panels, int threads)
    {
        var (best, least) = (new ProductCut(Math.Min(tiles, MostTiles), panels), double.MaxValue);
        for (var columnBlocks = 1; threads > 1 && columnBlocks <= Math.Min(2 * threads, panels); columnBlocks++)
        {
            var width = DivideUp(panels, columnBlocks);
            for (var height = Math.Min(tiles, MostTiles); height > 0; height--)
            {
                var rounds = DivideUp(DivideUp(tiles, height) * DivideUp(panels, width), threads);
                var cost = rounds * ((height * (width + 0.25)) + (0.5 * width));
                if (cost < least)
                {
                    (best, least) = (new ProductCut(height, width), cost);
                }
            }
        }

        return best;
    }

    private static int DivideUp(int value, int divisor) => (value + divisor - 1) / divisor;
}
