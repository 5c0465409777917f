namespace Murmuration.Kernels.Devices.Host;

/// <summary>
/// A rectangle of numbers in native memory with any distance between rows and between columns, in elements.
/// </summary>
internal readonly unsafe struct MatrixView<T>(T* origin, int rows, int columns, nint rowStride, nint columnStride)
    where T : unmanaged
{
    /// <summary>A row-major matrix without padding.</summary>
    public MatrixView(T* origin, int rows, int columns)
        : this(origin, rows, columns, columns, 1)
    {
    }

    public T* Origin { get; } = origin;

    public int Rows { get; } = rows;

    public int Columns { get; } = columns;

    public nint RowStride { get; } = rowStride;

    public nint ColumnStride { get; } = columnStride;

    /// <summary>The same numbers with rows and columns exchanged.</summary>
    public MatrixView<T> Transposed => new(Origin, Columns, Rows, ColumnStride, RowStride);

    /// <summary>The number at a place; unchecked.</summary>
    public ref T this[int row, int column] => ref *At(row, column);

    /// <summary>A column vector of contiguous numbers.</summary>
    public static MatrixView<T> Vector(T* origin, int length) => new(origin, length, 1, 1, length);

    /// <summary>The address of a place; unchecked.</summary>
    public T* At(int row, int column) => Origin + (row * RowStride) + (column * ColumnStride);

    /// <summary>A rectangle within this one, sharing its memory.</summary>
    public MatrixView<T> Slice(int row, int column, int rows, int columns) =>
        new(At(row, column), rows, columns, RowStride, ColumnStride);
}
