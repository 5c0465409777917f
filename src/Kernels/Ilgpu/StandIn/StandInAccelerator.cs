using ILGPU;

namespace Murmuration.Kernels.Ilgpu.StandIn;

/// <summary>
/// Runs programs on the host, one thread after the other, with every access checked: for proving programs, never for
/// speed.
/// </summary>
internal sealed class StandInAccelerator : IAccelerator
{
    private readonly LaneThreads _threads = new();
    private long _launches;

    public string Name => "stand-in";

    public int GroupSize => 16;

    public IVendorAlgebra? Algebra => null;

    public IBlock<T> Allocate<T>(int length)
        where T : unmanaged =>
        new StandInBlock<T>(length);

    public IDisposable? LockPages(float[] pinned) => null;

    public void CopyIn<T>(ReadOnlySpan<T> source, ArrayView<T> target)
        where T : unmanaged =>
        source.CopyTo(target.Span);

    public void CopyOut<T>(ArrayView<T> source, Span<T> target)
        where T : unmanaged =>
        source.Span.CopyTo(target);

    public void Copy(ArrayView<float> source, ArrayView<float> target) => source.Span.CopyTo(target.Span);

    public Action<int, TArguments> LoadElements<TArguments>(Action<Index1D, TArguments> program)
        where TArguments : struct =>
        (count, arguments) =>
        {
            // Every index is a thread of its own.
            var lane = new Lane(++_launches, null, 0);
            Lane.Current = lane;
            for (var index = 0; index < count; index++)
            {
                lane.BeginIndex(index);
                program(index, arguments);
                lane.Stop();
            }
        };

    public Action<int, int, TArguments> LoadGroups<TArguments>(Action<TArguments> program)
        where TArguments : struct =>
        (groups, size, arguments) =>
        {
            var launch = ++_launches;
            for (var index = 0; index < groups; index++)
            {
                using var group = new LaneGroup(launch, index, size, groups);
                group.Run(_threads, () => program(arguments));
            }
        };

    public void Synchronize()
    {
        // Every launch has ended when it returns.
    }

    public IMarker Mark() => new StandInMarker();

    public void Dispose() => _threads.Dispose();
}
