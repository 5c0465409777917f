using System.Diagnostics.CodeAnalysis;
using System.Threading.Tasks.Sources;

namespace Murmuration.Gossip.Exchange;

/// <summary>
/// The wait of one caller for a letter, or for room in an outbox. It goes back to the mailbox with its result, so that
/// a wait allocates nothing.
/// </summary>
internal sealed class MailboxWait(Mailbox mailbox)
    : IValueTaskSource<Letter?>, IValueTaskSource<bool>, IThreadPoolWorkItem
{
    private ManualResetValueTaskSourceCore<LetterSlot?> _source;
    private CancellationTokenRegistration _cancellation;
    private ReadOnlyMemory<float> _vector;
    private ReadOnlyMemory<double> _scalars;
    private LetterSlot? _slot;
    private Exception? _failure;

    /// <summary>The neighbour, null for any.</summary>
    public LinkState? Link { get; private set; }

    /// <summary>The neighbour without which there is nothing to wait for, null when there is none.</summary>
    public LinkState? Needed { get; private set; }

    /// <summary>What is to be sent when there is room, −1 when the caller waits for a letter.</summary>
    public int Kind { get; private set; } = -1;

    public bool IsSend => Kind >= 0;

    public int Length => _vector.Length;

    public ReadOnlySpan<double> Scalars => _scalars.Span;

    public CancellationToken CancellationToken { get; private set; }

    /// <summary>The letter to be sent has been lent from the caller, who holds it still until the end of the
    /// wait.</summary>
    public void Prepare(
        LinkState? link,
        LinkState? needed,
        int kind,
        ReadOnlyMemory<float> vector,
        ReadOnlyMemory<double> scalars,
        CancellationToken cancellationToken)
    {
        _source.Reset();
        (Link, Needed, Kind, _vector, _scalars) = (link, needed, kind, vector, scalars);
        (_slot, _failure, CancellationToken) = (null, null, cancellationToken);
        _cancellation = cancellationToken.UnsafeRegister(
            static wait => ((MailboxWait)wait!).OnCancelled(), this);
    }

    [SuppressMessage("Reliability", "CA2012", Justification = "Made once per wait, for its one caller.")]
    public ValueTask<Letter?> AsReceive() => new(this, _source.Version);

    [SuppressMessage("Reliability", "CA2012", Justification = "Made once per wait, for its one caller.")]
    public ValueTask<bool> AsSend() => new(this, _source.Version);

    /// <summary>The wait is over: with a letter taken, with memory for the letter to send, or, for one that can no
    /// longer be sent or come, with nothing.</summary>
    public void End(LetterSlot? slot) => _slot = slot;

    public void Fail(Exception failure) => _failure = failure;

    /// <summary>Goes on elsewhere than where the wait has ended, which may be under a lock.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        _cancellation.Dispose();
        if (_failure is not null)
        {
            _source.SetException(_failure);
            return;
        }

        if (_slot is { } slot)
        {
            mailbox.Finish(this, slot, _vector);
        }

        _source.SetResult(_slot);
    }

    Letter? IValueTaskSource<Letter?>.GetResult(short token) => Result(token);

    bool IValueTaskSource<bool>.GetResult(short token) => Result(token) is not null;

    ValueTaskSourceStatus IValueTaskSource<Letter?>.GetStatus(short token) => _source.GetStatus(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<Letter?>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource<bool>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    private void OnCancelled() => mailbox.Cancel(this);

    private LetterSlot? Result(short token)
    {
        // A token of an earlier wait throws here, and gives nothing back.
        _ = _source.GetStatus(token);
        try
        {
            return _source.GetResult(token);
        }
        finally
        {
            (_vector, _scalars, _slot, Link, Needed) = (default, default, null, null, null);
            mailbox.Return(this);
        }
    }
}
