using Murmuration.Gossip.Exchange;

namespace Murmuration.Agent.Training;

/// <summary>What others may ask of an agent while it runs; safe to call from any thread.</summary>
internal sealed class RunControl : IDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly TaskCompletionSource<int> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile IRoundExchange? _exchange;
    private volatile bool _isServing;
    private volatile bool _isForGood;
    private volatile bool _isStopAsked;

    /// <summary>Cancelled when the agent is to end with the round that it is in.</summary>
    public CancellationToken Ending => _ending.Token;

    /// <summary>Whether it ends for good: its share is taken out of the sum.</summary>
    public bool IsForGood => _isForGood;

    /// <summary>Completes with the rounds done, when the agent has ended in order.</summary>
    public Task<int> Ended => _ended.Task;

    /// <summary>The agent's neighbourhood, once it has one.</summary>
    public IRoundExchange? Exchange
    {
        get => _exchange;
        set
        {
            _exchange = value;
            Records = value is null ? static () => [] : () => value.Records;
        }
    }

    /// <summary>The agent takes letters in a loop of their own beside its rounds.</summary>
    public bool IsServing
    {
        get => _isServing;
        set => _isServing = value;
    }

    /// <summary>Everybody's record, while the agent has a neighbourhood.</summary>
    public Func<IReadOnlyList<AgentRecord>> Records { get; set; } = static () => [];

    /// <summary>This agent ends with its round, and may come back.</summary>
    public void End() => _ending.Cancel();

    /// <summary>This agent ends with its round, for good.</summary>
    public void Leave()
    {
        _isForGood = true;
        End();
    }

    /// <summary>Called when a stop is asked for, on any thread; for an agent that waits outside its rounds.</summary>
    public Action StopAsked { get; set; } = static () => { };

    /// <summary>All agents are to stop after the same round.</summary>
    public void StopAll()
    {
        _isStopAsked = true;
        StopAsked();
    }

    /// <summary>True once after <see cref="StopAll"/>.</summary>
    public bool TakeStopRequest()
    {
        var isAsked = _isStopAsked;
        _isStopAsked = false;
        return isAsked;
    }

    /// <summary>Tells those who wait that the agent has ended in order.</summary>
    public void NoteEnded(int rounds) => _ended.TrySetResult(rounds);

    /// <summary>Tells those who still wait that the agent has not ended in order.</summary>
    public void NoteFailed() => _ended.TrySetCanceled();

    public void Dispose() => _ending.Dispose();
}
