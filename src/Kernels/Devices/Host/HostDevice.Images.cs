namespace Murmuration.Kernels.Devices.Host;

/// <summary>Windows on images.</summary>
public sealed unsafe partial class HostDevice
{
    /// <inheritdoc/>
    public void Unfold(Window window, DeviceMatrix images, DeviceMatrix result)
    {
        ArgumentNullException.ThrowIfNull(window);
        Shapes.RequireShape(images, images.RowCount, window.Input.Count);
        Shapes.RequireShape(result, window.PatchCount, checked(images.RowCount * window.PositionCount));
        ForRows(images.RowCount, result, new UnfoldParts(window, RowsView(images), RowsView(result)));
        KeepAlive(images, images, result);
    }

    /// <inheritdoc/>
    public void Fold(Window window, DeviceMatrix columns, DeviceMatrix images)
    {
        ArgumentNullException.ThrowIfNull(window);
        Shapes.RequireShape(images, images.RowCount, window.Input.Count);
        Shapes.RequireShape(columns, window.PatchCount, checked(images.RowCount * window.PositionCount));
        ForRows(images.RowCount, columns, new FoldParts(window, RowsView(columns), RowsView(images)));
        KeepAlive(columns, columns, images);
    }

    /// <inheritdoc/>
    public void ExchangeRowGroups(DeviceMatrix x, DeviceMatrix result)
    {
        Shapes.RequireGroups(x, result.RowCount);
        Shapes.RequireShape(result, result.RowCount, checked(x.ColumnCount / result.RowCount * x.RowCount));
        ForRows(x.RowCount, x, new ExchangeParts(RowsView(x), RowsView(result)));
        KeepAlive(x, x, result);
    }

    /// <inheritdoc/>
    public void WindowMaxima(Window window, DeviceMatrix images, DeviceMatrix result, DeviceMatrix columns)
    {
        RequireWindow(window, images, result);
        Shapes.RequireSame(result, columns);
        ForRows(
            images.RowCount,
            images,
            new WindowMaximaParts(window, RowsView(images), RowsView(result), RowsView(columns)));
        KeepAlive(images, result, columns);
    }

    /// <inheritdoc/>
    public void WindowMeans(Window window, DeviceMatrix images, DeviceMatrix result)
    {
        RequireWindow(window, images, result);
        ForRows(
            images.RowCount,
            images,
            new WindowMeansParts(window, RowsView(images), RowsView(result), spreads: false));
        KeepAlive(images, images, result);
    }

    /// <inheritdoc/>
    public void SpreadWindowMeans(Window window, DeviceMatrix means, DeviceMatrix images)
    {
        RequireWindow(window, images, means);
        ForRows(
            images.RowCount, images, new WindowMeansParts(window, RowsView(images), RowsView(means), spreads: true));
        KeepAlive(means, means, images);
    }

    /// <inheritdoc/>
    public void PickColumns(DeviceMatrix x, DeviceMatrix columns, DeviceMatrix result)
    {
        Shapes.RequireSame(columns, result);
        Shapes.RequireLength(x.RowCount, result.RowCount);
        ForRows(x.RowCount, x, new PickParts(RowsView(x), RowsView(columns), RowsView(result), spreads: false));
        KeepAlive(x, columns, result);
    }

    /// <inheritdoc/>
    public void SpreadColumns(DeviceMatrix x, DeviceMatrix columns, DeviceMatrix result)
    {
        Shapes.RequireSame(x, columns);
        Shapes.RequireLength(x.RowCount, result.RowCount);
        ForRows(x.RowCount, result, new PickParts(RowsView(result), RowsView(columns), RowsView(x), spreads: true));
        KeepAlive(x, columns, result);
    }

    private static void RequireWindow(Window window, DeviceMatrix images, DeviceMatrix outputs)
    {
        ArgumentNullException.ThrowIfNull(window);
        Shapes.RequireShape(images, images.RowCount, window.Input.Count);
        Shapes.RequireShape(outputs, images.RowCount, window.Input.Channels * window.PositionCount);
    }

    /// <summary>Runs the parts of as many rows, by the threads where the largest matrix is worth it.</summary>
    private void ForRows<TParts>(int count, DeviceMatrix largest, TParts parts)
        where TParts : struct, IParallelBody
    {
        const long LeastShared = 65_536;
        const int LeastPart = 8_192;
        if ((long)largest.RowCount * largest.ColumnCount >= LeastShared)
        {
            var perRow = (long)largest.RowCount * largest.ColumnCount / Math.Max(count, 1);
            var blocks = new RowBlocks<TParts>(parts, count, (int)Math.Max(1, LeastPart / perRow));
            _pool.For(blocks.Count, blocks);
            return;
        }

        for (var row = 0; row < count; row++)
        {
            parts.Run(row);
        }
    }

    private static MatrixView<float> RowsView(DeviceMatrix matrix) =>
        matrix.ColumnStride == 1 || matrix.ColumnCount <= 1
            ? View(matrix)
            : throw new ArgumentException("The columns of the matrix do not lie side by side.", nameof(matrix));
}
