using System.Numerics;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>
/// A product cut into blocks that stay in the caches. Every number of c is the sum over k in blocks of
/// <see cref="DepthBlock"/>, each in ascending order; how rows and columns are cut and shared among threads does not
/// touch the order.
/// </summary>
internal static unsafe class BlockedProduct<TLanes, T, TVector>
    where TLanes : struct, ILanes<T, TVector>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : unmanaged
{
    /// <summary>The depth of a packed panel; a change of it changes the bits of results.</summary>
    public const int DepthBlock = 512;

    /// <summary>Columns of b that are packed at once.</summary>
    private const int ColumnBlock = 4096;

    /// <summary>So few rows do not make up for packing the columns of b.</summary>
    private const int MostRowsInPlace = 128;

    /// <summary>Below this a loop over threads costs more than it saves.</summary>
    private const double LeastSharedWork = 500_000;

    /// <summary>
    /// c = alpha·a·b + beta·c with at least one k; <paramref name="lowerOnly"/> leaves out what lies above the
    /// diagonal.
    /// </summary>
    public static void Run(
        WorkerPool pool, MatrixView<T> a, MatrixView<T> b, MatrixView<T> c, T alpha, T beta, bool lowerOnly)
    {
        var work = (double)c.Rows * c.Columns * a.Columns;
        var shared = pool.Threads > 1 && work >= LeastSharedWork;
        if (!lowerOnly && !shared && IsSmall(a, b, c))
        {
            RunInPlace(a, b, c, alpha, beta);
            return;
        }

        for (var k = 0; k < a.Columns; k += DepthBlock)
        {
            var depth = Math.Min(DepthBlock, a.Columns - k);
            for (var j = 0; j < c.Columns; j += ColumnBlock)
            {
                var columns = Math.Min(ColumnBlock, c.Columns - j);
                var firstRow = lowerOnly ? j : 0;
                var blocks = new ProductBlocks<TLanes, T, TVector>
                {
                    A = a.Slice(firstRow, k, c.Rows - firstRow, depth),
                    B = PackColumns(shared ? pool : null, b.Slice(k, j, depth, columns), c.Rows),
                    C = c.Slice(firstRow, j, c.Rows - firstRow, columns),
                    Alpha = alpha,
                    Beta = k == 0 ? beta : T.One,
                    LowerOnly = lowerOnly,
                };
                Run(shared ? pool : null, blocks);
            }
        }
    }

    /// <summary>Whether no factor would be laid out anew.</summary>
    private static bool IsSmall(MatrixView<T> a, MatrixView<T> b, MatrixView<T> c) =>
        b.Rows <= DepthBlock && c.Rows <= MostRowsInPlace && b.ColumnStride == 1 && c.ColumnStride == 1
        && ProductBlocks<TLanes, T, TVector>.ReadsInPlace(a, c.Columns);

    /// <summary>The same sums without a detour: nothing is packed, shared or cut but the tiles themselves.</summary>
    private static void RunInPlace(MatrixView<T> a, MatrixView<T> b, MatrixView<T> c, T alpha, T beta)
    {
        var tile = new ProductTile<T>
        {
            Depth = a.Columns,
            ARowStride = a.RowStride,
            ADepthStride = a.ColumnStride,
            BDepthStride = b.RowStride,
            CRowStride = c.RowStride,
            Alpha = alpha,
            Beta = beta,
            ReadsC = beta != T.Zero,
        };
        for (var column = 0; column < c.Columns; column += 2 * TLanes.Count)
        {
            var width = Math.Min(2 * TLanes.Count, c.Columns - column);
            var vectors = width <= TLanes.Count ? 1 : 2;
            tile.LastCount = width - ((vectors - 1) * TLanes.Count);
            tile.A = a.Origin;
            tile.B = b.Origin + column;
            tile.C = c.Origin + column;
            ProductKernels<TLanes, T, TVector>.Run(ref tile, c.Rows, vectors);
        }
    }

    private static Panels<T> PackColumns(WorkerPool? pool, MatrixView<T> b, int rows)
    {
        var inPlace = b.ColumnStride == 1 && rows <= MostRowsInPlace;
        var panels = new Panels<T>(b, 2 * TLanes.Count, inPlace, Workspace.OfThread.Columns);
        if (pool is not null)
        {
            pool.For(panels.CountToPack, new PanelPacking<T>(panels));
        }
        else
        {
            panels.PackAll();
        }

        return panels;
    }

    private static void Run(WorkerPool? pool, ProductBlocks<TLanes, T, TVector> blocks)
    {
        var cut = Cut(blocks, pool?.Threads ?? 1);
        blocks.RowsPerBlock = cut.Tiles * TLanes.TileRows;
        blocks.RowBlockCount = DivideUp(blocks.C.Rows, blocks.RowsPerBlock);
        blocks.PanelsPerBlock = cut.Panels;
        var count = blocks.RowBlockCount * DivideUp(blocks.B.Count, blocks.PanelsPerBlock);
        if (pool is not null)
        {
            pool.For(count, blocks);
            return;
        }

        for (var index = 0; index < count; index++)
        {
            blocks.Run(index);
        }
    }

    /// <summary>Of a triangle the rows differ in length; more blocks even that out.</summary>
    private static ProductCut Cut(in ProductBlocks<TLanes, T, TVector> blocks, int threads)
    {
        var tiles = DivideUp(blocks.C.Rows, TLanes.TileRows);
        var cut = ProductCut.For(tiles, blocks.B.Count, threads);
        return blocks.LowerOnly && threads > 1
            ? new ProductCut(Math.Clamp(DivideUp(tiles, 4 * threads), 1, cut.Tiles), blocks.B.Count)
            : cut;
    }

    private static int DivideUp(int value, int divisor) => (value + divisor - 1) / divisor;
}
