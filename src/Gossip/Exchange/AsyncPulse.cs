using System.Threading.Tasks.Sources;

namespace Murmuration.Gossip.Exchange;

/// <summary>
/// Wakes one waiter without allocation. A pulse without a waiter is remembered, several are one; the waiter looks at
/// the state it waits for after every pulse.
/// </summary>
/// <param name="wake">Where the waiter goes on; the thread pool by default.</param>
internal sealed class AsyncPulse(Action<IThreadPoolWorkItem>? wake = null) : IValueTaskSource, IThreadPoolWorkItem
{
    /// <summary>Where waiters go on when nothing else is said.</summary>
    public static readonly Action<IThreadPoolWorkItem> OnThreadPool =
        static item => ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);

    private readonly Action<IThreadPoolWorkItem> _wake = wake ?? OnThreadPool;
    private readonly Lock _gate = new();
    private ManualResetValueTaskSourceCore<bool> _source;
    private bool _isPulsed;
    private bool _isAwaited;

    /// <summary>Completes at the next pulse, at once when there was one since the last wait.</summary>
    public ValueTask WaitAsync()
    {
        lock (_gate)
        {
            if (_isPulsed)
            {
                _isPulsed = false;
                return ValueTask.CompletedTask;
            }

            _source.Reset();
            _isAwaited = true;
            return new(this, _source.Version);
        }
    }

    public void Pulse()
    {
        if (Release())
        {
            // The waiter goes on elsewhere: whoever pulses may hold a lock.
            _wake(this);
        }
    }

    /// <summary>The same, but the waiter goes on here and now, as far as it gets without waiting: for callers that hold
    /// no lock and have nothing better to do.</summary>
    public void PulseHere()
    {
        if (Release())
        {
            _source.SetResult(true);
        }
    }

    private bool Release()
    {
        lock (_gate)
        {
            (var wasAwaited, _isAwaited) = (_isAwaited, false);
            _isPulsed = !wasAwaited;
            return wasAwaited;
        }
    }

    void IThreadPoolWorkItem.Execute() => _source.SetResult(true);

    void IValueTaskSource.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
