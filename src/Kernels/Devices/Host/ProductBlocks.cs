using System.Numerics;
using System.Runtime.Intrinsics.X86;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>Blocks of c, each some row tiles by some column panels, for one block of k.</summary>
internal unsafe struct ProductBlocks<TLanes, T, TVector> : IParallelBody
    where TLanes : struct, ILanes<T, TVector>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : unmanaged
{
    public MatrixView<T> A;
    public Panels<T> B;
    public MatrixView<T> C;
    public T Alpha;
    public T Beta;

    /// <summary>Leaves out what lies above the diagonal of C.</summary>
    public bool LowerOnly;

    public int RowsPerBlock;
    public int RowBlockCount;
    public int PanelsPerBlock;

    public readonly void Run(int index)
    {
        // The last rows first: of a triangle they are the longest, and no thread should get them last.
        var row = (RowBlockCount - 1 - (index % RowBlockCount)) * RowsPerBlock;
        var firstPanel = index / RowBlockCount * PanelsPerBlock;
        var workspace = Workspace.OfThread;
        var rows = PackRows(A.Slice(row, 0, Math.Min(RowsPerBlock, A.Rows - row), A.Columns), workspace);
        var scratch = workspace.Tile.Get<T>(2 * TLanes.Count * TLanes.TileRows);
        for (var panel = firstPanel; panel < Math.Min(firstPanel + PanelsPerBlock, B.Count); panel++)
        {
            Panel(in rows, row, panel, scratch);
        }
    }

    /// <summary>
    /// Rows are read in place while few columns of b use them, unless their distance puts all of them into the same few
    /// lines of the cache.
    /// </summary>
    public static bool ReadsInPlace(MatrixView<T> a, int columns)
    {
        var collide = a.RowStride * sizeof(T) % 2048 == 0
            || (a.RowStride == 1 && a.ColumnStride * sizeof(T) % 1024 == 0);
        return columns <= (collide ? 96 : 512);
    }

    private readonly Panels<T> PackRows(MatrixView<T> a, Workspace workspace)
    {
        var inPlace = ReadsInPlace(a, C.Columns);
        var rows = new Panels<T>(a.Transposed, TLanes.TileRows, inPlace, workspace.Rows);
        rows.PackAll();
        return rows;
    }

    private readonly void Panel(in Panels<T> rows, int firstRow, int panel, T* scratch)
    {
        var column = panel * B.Width;
        var width = B.WidthOf(panel);
        var vectors = width <= TLanes.Count ? 1 : 2;
        var lastCount = width - ((vectors - 1) * TLanes.Count);
        var tile = new ProductTile<T>
        {
            Depth = A.Columns,
            B = B.At(panel),
            BDepthStride = B.DepthStride,
            ARowStride = rows.WidthStride,
            ADepthStride = rows.DepthStride,
        };
        for (var i = 0; i < rows.Count; i++)
        {
            var row = firstRow + (i * TLanes.TileRows);
            var height = rows.WidthOf(i);
            if (LowerOnly && row + height <= column)
            {
                continue;
            }

            // Of a tile whose right half lies above the diagonal the left half will do.
            var half = LowerOnly && vectors == 2 && row + height <= column + TLanes.Count;
            tile.LastCount = half ? TLanes.Count : lastCount;
            var fits = C.ColumnStride == 1 && !(LowerOnly && row < column + width - 1);
            if (fits)
            {
                Prefetch(C.At(row, column), height);
            }

            tile.A = rows.At(i);
            tile.C = fits ? C.At(row, column) : scratch;
            tile.CRowStride = fits ? C.RowStride : 2 * TLanes.Count;
            tile.Alpha = fits ? Alpha : T.One;
            tile.Beta = fits ? Beta : T.Zero;
            tile.ReadsC = fits && Beta != T.Zero;
            ProductKernels<TLanes, T, TVector>.Run(ref tile, height, half ? 1 : vectors);
            if (!fits)
            {
                Merge(scratch, C.Slice(row, column, height, width), LowerOnly ? row - column : width);
            }
        }
    }

    /// <summary>Asks for the rows of c, two cache lines each, which a tile writes only after all of its sums.</summary>
    private readonly void Prefetch(T* c, int rows)
    {
        for (var row = 0; Sse.IsSupported && row < rows; row++, c += C.RowStride)
        {
            Sse.Prefetch0(c);
            Sse.Prefetch0((byte*)c + 64);
        }
    }

    /// <summary>
    /// Brings a scratch tile into its place, up to the diagonal where j = i + <paramref name="diagonal"/>.
    /// </summary>
    private readonly void Merge(T* scratch, MatrixView<T> target, int diagonal)
    {
        for (var i = 0; i < target.Rows; i++, scratch += 2 * TLanes.Count)
        {
            var columns = Math.Min(target.Columns, diagonal + i + 1);
            var j = 0;
            if (target.ColumnStride == 1)
            {
                for (; j + TLanes.Count <= columns; j += TLanes.Count)
                {
                    MergeVector(scratch + j, target.At(i, j));
                }
            }

            MergeNumbers(scratch + j, target.At(i, j), target.ColumnStride, columns - j);
        }
    }

    private readonly void MergeVector(T* sums, T* place)
    {
        TVector alpha = TLanes.Broadcast(Alpha), sum = TLanes.Load(sums);
        TLanes.Store(
            Beta == T.Zero
                ? TLanes.Multiply(alpha, sum)
                : TLanes.MultiplyAdd(alpha, sum, TLanes.Multiply(TLanes.Broadcast(Beta), TLanes.Load(place))),
            place);
    }

    private readonly void MergeNumbers(T* sums, T* place, nint stride, int count)
    {
        for (var j = 0; j < count; j++, place += stride)
        {
            *place = Beta == T.Zero ? Alpha * sums[j] : T.FusedMultiplyAdd(Alpha, sums[j], Beta * *place);
        }
    }
}
