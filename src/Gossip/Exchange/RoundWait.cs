using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace Murmuration.Gossip.Exchange;

/// <summary>
/// The wait of one exchange for the end of its round. One object serves all rounds, so that a round allocates nothing,
/// however many exchanges wait at once.
/// </summary>
internal sealed class RoundWait : IValueTaskSource<RoundMessages>
{
    private readonly RoundExchange _exchange;
    private readonly Action _resume;
    private ManualResetValueTaskSourceCore<RoundMessages> _source;
    private ValueTaskAwaiter _progress;
    private CancellationToken _cancellationToken;
    private CancellationTokenRegistration _cancellation;
    private bool _isSent;
    private long _since;

    public RoundWait(RoundExchange exchange)
    {
        _exchange = exchange;
        _resume = Resume;
    }

    /// <summary>Timestamp since when the round lasts, 0 between rounds.</summary>
    public long Since => Volatile.Read(ref _since);

    public ValueTask<RoundMessages> Start(CancellationToken cancellationToken)
    {
        _isSent = false;
        Volatile.Write(ref _since, _exchange.Time.GetTimestamp());
        _source.Reset();
        _cancellationToken = cancellationToken;
        _cancellation = cancellationToken.UnsafeRegister(
            static pulse => ((AsyncPulse)pulse!).Pulse(), _exchange.Progress);
        var task = new ValueTask<RoundMessages>(this, _source.Version);
        Advance();
        return task;
    }

    RoundMessages IValueTaskSource<RoundMessages>.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<RoundMessages>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<RoundMessages>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    private void Resume()
    {
        _progress.GetResult();
        Advance();
    }

    [SuppressMessage(
        "Reliability", "CA2012", Justification = "The awaiter is asked for its result once, here or in Resume.")]
    private void Advance()
    {
        RoundMessages messages;
        try
        {
            while (!IsOver())
            {
                _progress = _exchange.Progress.WaitAsync().GetAwaiter();
                if (!_progress.IsCompleted)
                {
                    _progress.UnsafeOnCompleted(_resume);
                    return;
                }

                _progress.GetResult();
            }

            messages = _exchange.Complete();
        }
        catch (Exception failure)
        {
            // The top of a chain of wake-ups: everything goes to the caller who awaits the round.
            End();
            _source.SetException(failure);
            return;
        }

        End();
        _source.SetResult(messages);
    }

    private bool IsOver()
    {
        _isSent = _isSent || _exchange.TrySend();
        if (_isSent && _exchange.IsRoundOver())
        {
            return true;
        }

        _cancellationToken.ThrowIfCancellationRequested();
        return false;
    }

    private void End()
    {
        _cancellation.Dispose();
        _exchange.Meter.Waited(_exchange.Time.GetElapsedTime(Since));
        Volatile.Write(ref _since, 0);
        _exchange.Exit();
    }
}
