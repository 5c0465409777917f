namespace Murmuration.Kernels.Devices.Host;

/// <summary>
/// A factor, depth × width, cut into panels as wide as a tile. Packed, the numbers of a panel that a kernel reads
/// together lie together; in place, the kernel reads the factor itself, save a last panel that is no tile's width.
/// </summary>
internal readonly unsafe struct Panels<T>
    where T : unmanaged
{
    private readonly MatrixView<T> _source;
    private readonly T* _packed;
    private readonly bool _inPlace;
    private readonly bool _lastPacked;

    /// <param name="source">Depth × width.</param>
    /// <param name="width">Of a panel.</param>
    /// <param name="lastWidth">Of the tile that takes the last panel.</param>
    /// <param name="inPlace">Whether full panels are read where they are.</param>
    /// <param name="buffer">Where to pack.</param>
    public Panels(MatrixView<T> source, int width, int lastWidth, bool inPlace, AlignedBuffer buffer)
    {
        _source = source;
        _inPlace = inPlace;
        Width = width;
        Count = (source.Columns + width - 1) / width;
        _lastPacked = !inPlace || lastWidth != WidthOf(Count - 1);
        _packed = inPlace && !_lastPacked ? null : buffer.Get<T>((nint)width * source.Rows * (inPlace ? 1 : Count));
    }

    public int Count { get; }

    public int Width { get; }

    /// <summary>The first panel that has to be packed before use.</summary>
    public int FirstPacked => !_inPlace ? 0 : _lastPacked ? Count - 1 : Count;

    public int WidthOf(int panel) => Math.Min(Width, _source.Columns - (panel * Width));

    public T* At(int panel) =>
        panel < FirstPacked
            ? _source.At(0, panel * Width)
            : _packed + ((nint)(panel - FirstPacked) * Width * _source.Rows);

    public nint DepthStride(int panel) => panel < FirstPacked ? _source.RowStride : Width;

    public nint WidthStride(int panel) => panel < FirstPacked ? _source.ColumnStride : 1;

    public void Pack(int panel) =>
        Packing.Pack(_source.Slice(0, panel * Width, _source.Rows, WidthOf(panel)), At(panel), Width);

    public void PackAll()
    {
        for (var panel = FirstPacked; panel < Count; panel++)
        {
            Pack(panel);
        }
    }
}
