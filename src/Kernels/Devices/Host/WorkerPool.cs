using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>
/// Threads that share the parts of one loop with the thread that asks for it. A worker that comes late, because it
/// sleeps or the processor is taken, is not waited for: the caller then does its parts too.
/// </summary>
internal sealed unsafe class WorkerPool : IDisposable
{
    // Longer than what one thread does between two loops of a gradient, shorter than most waits for the network.
    private static readonly long LongestSpinTicks = Stopwatch.Frequency / 2_000;

    // After so long others may have the processor in between.
    private static readonly long GreedySpinTicks = Stopwatch.Frequency / 20_000;

    private readonly object _gate = new();
    private readonly Thread[] _workers;
    private readonly bool _maySpin;
    private LoopState _loop;
    private int _busy;
    private volatile bool _disposed;

    private delegate*<void*, int, void> _invoke;
    private void* _body;
    private int _count;
    private ExceptionDispatchInfo? _failure;

    /// <summary>A pool of <paramref name="threads"/> threads, the caller of <see cref="For"/> among them.</summary>
    public WorkerPool(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Threads = threads;
        _maySpin = threads <= Environment.ProcessorCount;
        _workers = new Thread[threads - 1];
        for (var i = 0; i < _workers.Length; i++)
        {
            _workers[i] = new Thread(Work) { IsBackground = true, Name = $"kernels {i + 1}" };
            _workers[i].Start();
        }
    }

    /// <summary>The number of threads that run a loop, the caller's included.</summary>
    public int Threads { get; }

    /// <summary>
    /// Runs the body once for every index in [0, <paramref name="count"/>) and returns when all are done. Within a
    /// body, or while another thread's loop runs, the calling thread does the whole loop itself. An exception of a
    /// body ends the loop and reaches the caller.
    /// </summary>
    public void For<TBody>(int count, TBody body)
        where TBody : struct, IParallelBody, allows ref struct
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (count <= 1 || _workers.Length == 0 || Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            for (var index = 0; index < count; index++)
            {
                body.Run(index);
            }

            return;
        }

        // The body stays on this stack frame, which outlives the loop.
        Share(count, &Invoke<TBody>, Unsafe.AsPointer(ref body));
    }

    /// <summary>Joins the threads.</summary>
    public void Dispose()
    {
        _disposed = true;
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }

        foreach (var worker in _workers)
        {
            worker.Join();
        }
    }

    private static void Invoke<TBody>(void* body, int index)
        where TBody : struct, IParallelBody, allows ref struct =>
        Unsafe.AsRef<TBody>(body).Run(index);

    private void Share(int count, delegate*<void*, int, void> invoke, void* body)
    {
        _invoke = invoke;
        _body = body;
        _count = count;
        _failure = null;
        _loop.Next = 0;
        Interlocked.Increment(ref _loop.Generation);
        if (Volatile.Read(ref _loop.Parked) > 0)
        {
            lock (_gate)
            {
                Monitor.PulseAll(_gate);
            }
        }

        RunParts();
        Interlocked.Increment(ref _loop.Generation);
        var wait = default(SpinWait);
        while (Volatile.Read(ref _loop.Inside) != 0)
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }

        var failure = _failure;
        Volatile.Write(ref _busy, 0);
        failure?.Throw();
    }

    private void RunParts()
    {
        try
        {
            int index;
            while ((index = Interlocked.Increment(ref _loop.Next) - 1) < _count)
            {
                _invoke(_body, index);
            }
        }
        catch (Exception exception) when (Fail(exception))
        {
            // Rethrown by the thread that asked for the loop.
        }
    }

    private bool Fail(Exception exception)
    {
        Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
        Interlocked.Exchange(ref _loop.Next, _count);
        return true;
    }

    private void Work()
    {
        var seen = 0;
        var spinTicks = _maySpin ? LongestSpinTicks : 0;
        while (AwaitLoop(seen, ref spinTicks))
        {
            // Having entered, the loop is either still open, and waits for this thread to leave, or not to be touched.
            Interlocked.Increment(ref _loop.Inside);
            seen = Volatile.Read(ref _loop.Generation);
            if (LoopState.IsOpen(seen))
            {
                RunParts();
            }

            Interlocked.Decrement(ref _loop.Inside);
        }
    }

    /// <summary>
    /// Spins only after a short wait: loops then follow each other closely, and the processor is not contended.
    /// </summary>
    private bool AwaitLoop(int seen, ref long spinTicks)
    {
        var start = Stopwatch.GetTimestamp();
        while (!_disposed && !IsNew(seen))
        {
            var waited = Stopwatch.GetTimestamp() - start;
            if (waited >= spinTicks)
            {
                Park(seen);
            }
            else if (waited < GreedySpinTicks)
            {
                Thread.SpinWait(4);
            }
            else
            {
                Thread.Yield();
            }
        }

        spinTicks = _maySpin && Stopwatch.GetTimestamp() - start < LongestSpinTicks ? LongestSpinTicks : 0;
        return !_disposed;
    }

    private void Park(int seen)
    {
        lock (_gate)
        {
            // Before the last look: a caller either sees a parked thread, or has opened its loop where that look
            // finds it.
            Interlocked.Increment(ref _loop.Parked);
            while (!_disposed && !IsNew(seen))
            {
                Monitor.Wait(_gate);
            }

            Interlocked.Decrement(ref _loop.Parked);
        }
    }

    private bool IsNew(int seen)
    {
        var generation = Volatile.Read(ref _loop.Generation);
        return generation != seen && LoopState.IsOpen(generation);
    }
}
