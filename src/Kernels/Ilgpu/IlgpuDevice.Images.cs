using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Ilgpu.Programs;

namespace Murmuration.Kernels.Ilgpu;

/// <summary>Windows on images, and numbers by the index of their column.</summary>
internal sealed partial class IlgpuDevice
{
    private readonly ElementProgram<WindowArguments> _unfold = new(accelerator, Windows.Unfold);
    private readonly ElementProgram<WindowArguments> _fold = new(accelerator, Windows.Fold);
    private readonly ElementProgram<WindowArguments> _maxima = new(accelerator, Windows.Maxima);
    private readonly ElementProgram<WindowArguments> _means = new(accelerator, Windows.Means);
    private readonly ElementProgram<WindowArguments> _spreadMeans = new(accelerator, Windows.SpreadMeans);
    private readonly ElementProgram<RowArguments> _pick = new(accelerator, Rows.Pick);
    private readonly ElementProgram<RowArguments> _clear = new(accelerator, Rows.Clear);
    private readonly GroupProgram<RowArguments> _spread = new(accelerator, Spreading.Columns);

    /// <inheritdoc/>
    public void Unfold(Window window, DeviceMatrix images, DeviceMatrix result)
    {
        RequireColumns(window, images, result);
        _unfold.Run(Count(result), Arguments(window, images, result));
    }

    /// <inheritdoc/>
    public void Fold(Window window, DeviceMatrix columns, DeviceMatrix images)
    {
        RequireColumns(window, images, columns);
        _fold.Run(Count(images), Arguments(window, images, columns));
    }

    /// <inheritdoc/>
    public void WindowMaxima(Window window, DeviceMatrix images, DeviceMatrix result, DeviceMatrix columns)
    {
        RequirePositions(window, images, result);
        Shapes.RequireSame(result, columns);
        var arguments = Arguments(window, images, result);
        arguments.Columns = View(columns);
        _maxima.Run(Count(result), arguments);
    }

    /// <inheritdoc/>
    public void WindowMeans(Window window, DeviceMatrix images, DeviceMatrix result)
    {
        RequirePositions(window, images, result);
        _means.Run(Count(result), Arguments(window, images, result));
    }

    /// <inheritdoc/>
    public void SpreadWindowMeans(Window window, DeviceMatrix means, DeviceMatrix images)
    {
        RequirePositions(window, images, means);
        _spreadMeans.Run(Count(images), Arguments(window, images, means));
    }

    /// <inheritdoc/>
    public void PickColumns(DeviceMatrix x, DeviceMatrix columns, DeviceMatrix result)
    {
        Shapes.RequireSame(columns, result);
        Shapes.RequireLength(x.RowCount, result.RowCount);
        _pick.Run(Count(result), new RowArguments { X = View(x), Y = View(columns), Result = View(result) });
    }

    /// <inheritdoc/>
    public void SpreadColumns(DeviceMatrix x, DeviceMatrix columns, DeviceMatrix result)
    {
        Shapes.RequireSame(x, columns);
        Shapes.RequireLength(x.RowCount, result.RowCount);
        var arguments = new RowArguments { X = View(x), Y = View(columns), Result = View(result) };
        _clear.Run(Count(result), arguments);
        _spread.Run(x.RowCount, Math.Min(64, accelerator.GroupSize), arguments);
    }

    private static void RequireColumns(Window window, DeviceMatrix images, DeviceMatrix columns)
    {
        ArgumentNullException.ThrowIfNull(window);
        Shapes.RequireShape(images, images.RowCount, window.Input.Count);
        Shapes.RequireShape(columns, window.PatchCount, checked(images.RowCount * window.PositionCount));
    }

    private static void RequirePositions(Window window, DeviceMatrix images, DeviceMatrix outputs)
    {
        ArgumentNullException.ThrowIfNull(window);
        Shapes.RequireShape(images, images.RowCount, window.Input.Count);
        Shapes.RequireShape(outputs, images.RowCount, window.Input.Channels * window.PositionCount);
    }

    private WindowArguments Arguments(Window window, DeviceMatrix images, DeviceMatrix places) => new()
    {
        Images = View(images),
        Places = View(places),
        PlaneHeight = window.Input.Height,
        PlaneWidth = window.Input.Width,
        WindowHeight = window.Height,
        WindowWidth = window.Width,
        Stride = window.Stride,
        Padding = window.Padding,
        OutputHeight = window.OutputHeight,
        OutputWidth = window.OutputWidth,
    };
}
