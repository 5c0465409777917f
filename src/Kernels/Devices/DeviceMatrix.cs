namespace Murmuration.Kernels.Devices;

/// <summary>A strided view of a device's memory: entry (r, c) lies at Offset + r·RowStride + c·ColumnStride.</summary>
public readonly record struct DeviceMatrix
{
    /// <summary>Views a block of memory as a matrix.</summary>
    public DeviceMatrix(DeviceMemory memory, int offset, int rowCount, int columnCount, int rowStride, int columnStride)
    {
        ArgumentNullException.ThrowIfNull(memory);
        if (!Fits(memory.Length, offset, rowCount, columnCount, rowStride, columnStride))
        {
            throw new ArgumentOutOfRangeException(
                nameof(rowCount),
                $"A {rowCount} × {columnCount} matrix with strides {rowStride} and {columnStride} at {offset} "
                + $"does not fit into a block of {memory.Length} floats.");
        }

        Memory = memory;
        Offset = offset;
        RowCount = rowCount;
        ColumnCount = columnCount;
        RowStride = rowStride;
        ColumnStride = columnStride;
    }

    /// <summary>The block that holds the numbers.</summary>
    public DeviceMemory Memory { get; }

    /// <summary>Index of entry (0, 0) in the block.</summary>
    public int Offset { get; }

    /// <summary>Number of rows.</summary>
    public int RowCount { get; }

    /// <summary>Number of columns.</summary>
    public int ColumnCount { get; }

    /// <summary>Distance in floats from a row to the next.</summary>
    public int RowStride { get; }

    /// <summary>Distance in floats from a column to the next.</summary>
    public int ColumnStride { get; }

    /// <summary>
    /// Whether the entries lie without gaps in row-major order, so that <see cref="AsVector"/> works.
    /// </summary>
    public bool IsContiguous => ColumnStride == 1 && (RowStride == ColumnCount || RowCount <= 1);

    /// <summary>The same numbers with rows and columns exchanged; nothing is copied.</summary>
    public DeviceMatrix Transposed => new(Memory, Offset, ColumnCount, RowCount, ColumnStride, RowStride);

    /// <summary>Consecutive rows.</summary>
    public DeviceMatrix Rows(int start, int count)
    {
        RequireRange(start, count, RowCount, "rows");
        return new DeviceMatrix(Memory, Offset + start * RowStride, count, ColumnCount, RowStride, ColumnStride);
    }

    /// <summary>Consecutive columns.</summary>
    public DeviceMatrix Columns(int start, int count)
    {
        RequireRange(start, count, ColumnCount, "columns");
        return new DeviceMatrix(Memory, Offset + start * ColumnStride, RowCount, count, RowStride, ColumnStride);
    }

    /// <summary>Every <paramref name="period"/>-th row, beginning at <paramref name="first"/>.</summary>
    public DeviceMatrix EveryRow(int first, int period)
    {
        RequireRange(first, 1, Math.Min(period, RowCount), "rows");
        var count = (RowCount - first + period - 1) / period;
        var offset = Offset + first * RowStride;
        return new DeviceMatrix(Memory, offset, count, ColumnCount, period * RowStride, ColumnStride);
    }

    /// <summary>One row of a matrix whose columns lie side by side.</summary>
    public DeviceVector Row(int index)
    {
        RequireRange(index, 1, RowCount, "rows");
        return Rows(index, 1).AsVector();
    }

    /// <summary>The entries of a contiguous matrix as one vector, row by row.</summary>
    public DeviceVector AsVector()
    {
        if (!IsContiguous)
        {
            throw new InvalidOperationException(
                $"A {RowCount} × {ColumnCount} matrix with strides {RowStride} and {ColumnStride} is not contiguous.");
        }

        return new DeviceVector(Memory, Offset, RowCount * ColumnCount);
    }

    private static void RequireRange(int start, int count, int available, string what)
    {
        if (start < 0 || count < 0 || start > available - count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(start), $"There are no {count} {what} from {start} on in a matrix with {available}.");
        }
    }

    private static bool Fits(int length, int offset, int rows, int columns, int rowStride, int columnStride)
    {
        if (offset < 0 || rows < 0 || columns < 0 || rowStride < 0 || columnStride < 0)
        {
            return false;
        }

        var last = offset + (long)Math.Max(rows - 1, 0) * rowStride + (long)Math.Max(columns - 1, 0) * columnStride;
        return rows == 0 || columns == 0 ? offset <= length : last < length;
    }
}
