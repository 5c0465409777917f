namespace Murmuration.Kernels.Devices.Host;

/// <summary>
/// A factor, depth × width, cut into panels as wide as a tile. Packed, the numbers of a panel that a kernel reads
/// together lie together; in place, the kernel reads the factor itself.
/// </summary>
internal readonly unsafe struct Panels<T>
    where T : unmanaged
{
    private readonly MatrixView<T> _source;
    private readonly T* _packed;

    /// <param name="source">Depth × width.</param>
    /// <param name="width">Of a panel.</param>
    /// <param name="inPlace">Whether panels are read where they are.</param>
    /// <param name="buffer">Where to pack.</param>
    public Panels(MatrixView<T> source, int width, bool inPlace, AlignedBuffer buffer)
    {
        _source = source;
        Width = width;
        Count = (source.Columns + width - 1) / width;
        _packed = inPlace ? null : buffer.Get<T>((nint)width * source.Rows * Count);
        DepthStride = inPlace ? source.RowStride : width;
        WidthStride = inPlace ? source.ColumnStride : 1;
    }

    public int Count { get; }

    public int Width { get; }

    public nint DepthStride { get; }

    public nint WidthStride { get; }

    /// <summary>Panels that have to be packed before use: all or none.</summary>
    public int CountToPack => _packed == null ? 0 : Count;

    public int WidthOf(int panel) => Math.Min(Width, _source.Columns - (panel * Width));

    public T* At(int panel) =>
        _packed == null ? _source.At(0, panel * Width) : _packed + ((nint)panel * Width * _source.Rows);

    public void Pack(int panel) =>
        Packing.Pack(_source.Slice(0, panel * Width, _source.Rows, WidthOf(panel)), At(panel), Width);

    public void PackAll()
    {
        for (var panel = 0; panel < CountToPack; panel++)
        {
            Pack(panel);
        }
    }
}
