using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>
/// The processor as a device: memory seen as spans, vectorized numerics, and a pool of threads that share large
/// operations.
/// </summary>
public sealed partial class HostDevice : IDevice
{
    private readonly WorkerPool _pool;
    private readonly Stack<FactorWorkspace> _factorWorkspaces = new();

    /// <summary>A device of its own threads.</summary>
    /// <param name="threads">Threads that compute, the caller's among them; with 1 no thread is started.</param>
    public HostDevice(int threads = 1) => _pool = new WorkerPool(threads);

    /// <inheritdoc/>
    public string Name => _pool.Threads == 1 ? "host, 1 thread" : $"host, {_pool.Threads} threads";

    /// <summary>Threads that compute, the caller's among them.</summary>
    public int Threads => _pool.Threads;

    /// <inheritdoc/>
    public DeviceVector Allocate(int length) => new(new HostMemory(length), 0, length);

    /// <inheritdoc/>
    public void Upload(ReadOnlySpan<float> source, DeviceVector target)
    {
        Shapes.RequireLength(source.Length, target.Length);
        source.CopyTo(Span(target));
    }

    /// <inheritdoc/>
    public void Download(DeviceVector source, Span<float> target)
    {
        Shapes.RequireLength(source.Length, target.Length);
        Span(source).CopyTo(target);
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<float> Stage(DeviceVector source) =>
        Memory(source.Memory).Memory(source.Offset, source.Length);

    /// <inheritdoc/>
    public void Copy(DeviceVector source, DeviceVector target)
    {
        Shapes.RequireSame(source, target);
        Span(source).CopyTo(Span(target));
    }

    /// <inheritdoc/>
    public void Fill(float value, DeviceVector target) => Span(target).Fill(value);

    /// <inheritdoc/>
    public void ForEach(int count, IParallelWork work)
    {
        ArgumentNullException.ThrowIfNull(work);
        _pool.For(count, new WorkBody(work));
    }

    /// <summary>Ends the threads; memory goes with its last view.</summary>
    public void Dispose() => _pool.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static HostMemory Memory(DeviceMemory? memory) => memory as HostMemory ?? ThrowForeign();

    [DoesNotReturn]
    private static HostMemory ThrowForeign() =>
        throw new ArgumentException("The memory is not the host device's.", paramName: null);

    private static Span<float> Span(DeviceVector vector) => Memory(vector.Memory).Span(vector.Offset, vector.Length);

    private static unsafe MatrixView<float> View(DeviceMatrix matrix) => new(
        Memory(matrix.Memory).Origin + matrix.Offset,
        matrix.RowCount,
        matrix.ColumnCount,
        matrix.RowStride,
        matrix.ColumnStride);

    private readonly struct WorkBody(IParallelWork work) : IParallelBody
    {
        public void Run(int index) => work.Invoke(index);
    }
}
