using System.Net.Sockets;
using System.Threading.Tasks.Sources;

namespace Murmuration.Gossip.Transport.Polling;

/// <summary>One direction of a socket, waited for without allocation.</summary>
/// <param name="poll">Who waits.</param>
/// <param name="attempt">Does what is possible now: the number of bytes, or null while there is nothing to do.</param>
/// <param name="isElsewhere">The waiter goes on on the thread pool, else where the sockets are waited for.</param>
internal sealed class SocketWait(SocketPoll poll, Func<int?> attempt, bool isElsewhere)
    : IValueTaskSource<int>, IValueTaskSource
{
    private ManualResetValueTaskSourceCore<int> _source = new()
    {
        RunContinuationsAsynchronously = isElsewhere,
    };

    private CancellationTokenRegistration _cancellation;

    /// <summary>Somebody waits; guarded by the lock of the poll.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>Waits; called under the lock of the poll.</summary>
    public short Begin(CancellationToken cancellationToken)
    {
        _source.Reset();
        poll.Change();
        IsWaiting = true;
        if (cancellationToken.CanBeCanceled)
        {
            _cancellation = cancellationToken.UnsafeRegister(
                static (wait, token) => ((SocketWait)wait!).Fail(new OperationCanceledException(token)), this);
        }

        return _source.Version;
    }

    /// <summary>Tries again, and lets the waiter go on here when that gave something.</summary>
    public void Go()
    {
        int? count = null;
        Exception? failure = null;
        lock (poll.Gate)
        {
            if (!IsWaiting)
            {
                return;
            }

            try
            {
                count = attempt();
            }
            catch (Exception lost) when (lost is SocketException or IOException or ObjectDisposedException)
            {
                failure = lost;
            }

            IsWaiting = count is null && failure is null;
        }

        if (count is { } bytes)
        {
            _source.SetResult(bytes);
        }
        else if (failure is not null)
        {
            _source.SetException(failure);
        }
    }

    /// <summary>Ends the wait.</summary>
    public void Fail(Exception failure)
    {
        lock (poll.Gate)
        {
            if (!IsWaiting)
            {
                return;
            }

            IsWaiting = false;
        }

        _source.SetException(failure);
    }

    int IValueTaskSource<int>.GetResult(short token) => End(token);

    void IValueTaskSource.GetResult(short token) => End(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _source.GetStatus(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    private int End(short token)
    {
        _cancellation.Dispose();
        _cancellation = default;
        return _source.GetResult(token);
    }
}
