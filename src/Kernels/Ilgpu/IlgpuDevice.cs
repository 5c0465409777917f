using System.Collections.Concurrent;
using ILGPU;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Ilgpu.Programs;

namespace Murmuration.Kernels.Ilgpu;

/// <summary>
/// A card, or what stands in for one, as a device. Work is asked for in order and done behind the caller's back; only
/// scalars and what is staged or downloaded wait for it. One thread at a time uses the device.
/// </summary>
internal sealed partial class IlgpuDevice(IAccelerator accelerator) : IDevice
{
    private readonly ConcurrentQueue<Abandoned> _abandoned = new();
    private readonly ElementProgram<ElementArguments> _fill = new(accelerator, Elements.Fill);
    private bool _isDisposed;

    /// <inheritdoc/>
    public string Name =>
        accelerator.Algebra is { } algebra ? $"{accelerator.Name}, {algebra.Description}" : accelerator.Name;

    /// <summary>Behind it, for measurements by the machine's own clock.</summary>
    public IAccelerator Accelerator => accelerator;

    /// <inheritdoc/>
    public DeviceVector Allocate(int length)
    {
        FreeAbandoned();
        return new DeviceVector(new IlgpuMemory(this, AllocateBlock(length), length), 0, length);
    }

    /// <inheritdoc/>
    public void Upload(ReadOnlySpan<float> source, DeviceVector target)
    {
        Shapes.RequireLength(source.Length, target.Length);
        if (source.Length > 0)
        {
            accelerator.CopyIn(source, View(target));
            accelerator.Synchronize();
        }
    }

    /// <inheritdoc/>
    public void Download(DeviceVector source, Span<float> target)
    {
        Shapes.RequireLength(source.Length, target.Length);
        if (target.Length > 0)
        {
            accelerator.CopyOut(View(source), target);
            accelerator.Synchronize();
        }
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<float> Stage(DeviceVector source)
    {
        var staging = Memory(source.Memory).Staging(accelerator, source.Offset, source.Length);
        Download(source, staging.Span);
        return staging;
    }

    /// <inheritdoc/>
    public void Copy(DeviceVector source, DeviceVector target)
    {
        Shapes.RequireSame(source, target);
        if (source.Length > 0)
        {
            accelerator.Copy(View(source), View(target));
        }
    }

    /// <inheritdoc/>
    public void Fill(float value, DeviceVector target) =>
        _fill.Run(target.Length, new ElementArguments { Result = View(target), A = value });

    /// <summary>
    /// One piece after the other: every operation fills the machine by itself, and they share one order of work.
    /// </summary>
    public void ForEach(int count, IParallelWork work)
    {
        ArgumentNullException.ThrowIfNull(work);
        for (var index = 0; index < count; index++)
        {
            work.Invoke(index);
        }
    }

    /// <summary>Ends the work and frees the memory of the machine; vectors must not be used afterwards.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        accelerator.Synchronize();
        FreeAbandoned();
        _locked.Dispose();
        _parts.Dispose();
        _scalar.Dispose();
        _carry.Dispose();
        _arrivals.Dispose();
        _indices.Dispose();
        _matrix.Dispose();
        _rightSide.Dispose();
        _host.Dispose();
        accelerator.Algebra?.Dispose();
        accelerator.Dispose();
    }

    /// <summary>Takes over memory whose last view is gone; called by the collector's thread.</summary>
    public void Abandon(IBlock<float> block, IDisposable? pages, float[]? staging) =>
        _abandoned.Enqueue(new Abandoned(block, pages, staging));

    private void FreeAbandoned()
    {
        while (_abandoned.TryDequeue(out var memory))
        {
            memory.Free();
        }
    }

    /// <summary>Where the machine's memory is full, what the collector has not found yet is looked for.</summary>
    private IBlock<float> AllocateBlock(int length)
    {
        try
        {
            return accelerator.Allocate<float>(Math.Max(1, length));
        }
        catch (DeviceUnavailableException)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            FreeAbandoned();
            return accelerator.Allocate<float>(Math.Max(1, length));
        }
    }

    private IlgpuMemory Memory(DeviceMemory? memory) =>
        memory is IlgpuMemory own && own.Device == this
            ? own
            : throw new ArgumentException($"The memory is not that of the device {Name}.", nameof(memory));

    private ArrayView<float> View(DeviceVector vector) =>
        Memory(vector.Memory).Block.View.SubView(vector.Offset, vector.Length);

    private Strided View(DeviceMatrix matrix) => new()
    {
        Numbers = Memory(matrix.Memory).Block.View.SubView(matrix.Offset, Extent(matrix)),
        RowCount = matrix.RowCount,
        ColumnCount = matrix.ColumnCount,
        RowStride = matrix.RowStride,
        ColumnStride = matrix.ColumnStride,
    };

    /// <summary>Floats from the first entry of a matrix to the last.</summary>
    private static int Extent(DeviceMatrix matrix) => matrix.RowCount == 0 || matrix.ColumnCount == 0
        ? 0
        : ((matrix.RowCount - 1) * matrix.RowStride) + ((matrix.ColumnCount - 1) * matrix.ColumnStride) + 1;
}
