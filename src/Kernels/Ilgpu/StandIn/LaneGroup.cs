using System.Runtime.ExceptionServices;
using ILGPU;

namespace Murmuration.Kernels.Ilgpu.StandIn;

/// <summary>
/// A group of threads. They take turns: one runs to its next barrier or end, then the next one does, so that a run can
/// be repeated exactly. Barriers that some threads pass and others never reach are an error.
/// </summary>
internal sealed class LaneGroup(long launch, int index, int size, int gridSize) : IDisposable
{
    private readonly List<object> _shared = [];
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, size).Select(_ => new SemaphoreSlim(0))];
    private readonly SemaphoreSlim _finished = new(0);
    private readonly bool[] _hasEnded = new bool[size];
    private ExceptionDispatchInfo? _failure;

    public int Index => index;

    public int Size => size;

    public int GridSize => gridSize;

    /// <summary>Runs the program on all threads of the group; errors of any come out here.</summary>
    public void Run(LaneThreads threads, Action program)
    {
        for (var lane = 0; lane < size; lane++)
        {
            var number = lane;
            threads.Start(number, () => RunLane(number, program));
        }

        _turns[0].Release();
        _finished.Wait();
        _failure?.Throw();
    }

    public void Dispose()
    {
        Array.ForEach(_turns, turn => turn.Dispose());
        _finished.Dispose();
    }

    /// <summary>Passes the turn on; returns when all threads have come to the barrier.</summary>
    public void WaitForAll(int lane)
    {
        PassOn(lane);
        _turns[lane].Wait();
        if (_failure is not null)
        {
            throw new OperationCanceledException("Another thread of the group failed.");
        }
    }

    /// <summary>The memory that every thread gets at its n-th request.</summary>
    public ArrayView<T> Share<T>(int number, int extent)
        where T : unmanaged
    {
        if (number == _shared.Count)
        {
            _shared.Add(new StandInBlock<T>(extent));
        }

        return ((StandInBlock<T>)_shared[number]).View.SubView(0, extent);
    }

    private void RunLane(int lane, Action program)
    {
        _turns[lane].Wait();
        Lane.Current = new Lane(launch, this, lane);
        try
        {
            if (_failure is null)
            {
                program();
                Lane.Current.Stop();
            }
        }
        catch (OperationCanceledException) when (_failure is not null)
        {
            // The failure of the other thread is what the caller hears of.
        }
        catch (Exception error)
        {
            _failure ??= ExceptionDispatchInfo.Capture(error);
        }

        _hasEnded[lane] = true;
        PassOn(lane);
    }

    private void PassOn(int lane)
    {
        if (lane + 1 < size && !_hasEnded[lane + 1])
        {
            _turns[lane + 1].Release();
            return;
        }

        if (Array.TrueForAll(_hasEnded, ended => ended))
        {
            _finished.Release();
            return;
        }

        if (Array.Exists(_hasEnded, ended => ended) && _failure is null)
        {
            _failure = ExceptionDispatchInfo.Capture(new InvalidOperationException(
                "Some threads of a group wait at a barrier that others never reach."));
        }

        // All that are left wait at one barrier; after a failure they leave it one by one.
        var first = Array.FindIndex(_hasEnded, ended => !ended);
        _turns[first].Release();
    }
}
