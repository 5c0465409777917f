using System.Collections.Concurrent;

namespace Murmuration.Agent.Simulation;

/// <summary>One of the threads of <see cref="AgentThreads"/> and the turns that wait for it.</summary>
internal sealed class AgentThread : IDisposable
{
    /// <summary>Looks before it sleeps: waking takes longer than a small round.</summary>
    private const int Looks = 200;

    private readonly AgentThreads _all;
    private readonly ConcurrentQueue<IThreadPoolWorkItem> _turns = new();
    private readonly SemaphoreSlim _awake = new(0);
    private readonly Thread _thread;
    private int _isAsleep;
    private volatile bool _isBusy;

    public AgentThread(AgentThreads all)
    {
        _all = all;
        _thread = new(Run) { IsBackground = true, Name = "agents" };
    }

    /// <summary>It is in the middle of a turn.</summary>
    public bool IsBusy => _isBusy;

    /// <summary>Turns wait for it.</summary>
    public bool HasTurns => !_turns.IsEmpty;

    /// <summary>It has found nothing to do for a while.</summary>
    public bool IsAsleep => Volatile.Read(ref _isAsleep) != 0;

    public void Start() => _thread.Start();

    /// <summary>Lets it end when there are no more turns, and waits for that.</summary>
    public void Dispose()
    {
        TryWake();
        if (_thread != Thread.CurrentThread)
        {
            _thread.Join();
        }

        _awake.Dispose();
    }

    /// <summary>Adds a turn; whoever does must also wake a thread for it.</summary>
    public void Put(IThreadPoolWorkItem turn) => _turns.Enqueue(turn);

    /// <summary>Takes a turn, if there is one.</summary>
    public IThreadPoolWorkItem? TryTake() => _turns.TryDequeue(out var turn) ? turn : null;

    /// <summary>True when it slept and has been woken.</summary>
    public bool TryWake()
    {
        // Full fences here and before the last look: either this sees it asleep, or it sees the turn.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _isAsleep) == 0 || Interlocked.Exchange(ref _isAsleep, 0) == 0)
        {
            return false;
        }

        _awake.Release();
        return true;
    }

    private void Run()
    {
        while (Next() is { } turn)
        {
            _isBusy = true;
            // A full fence on both sides: either who has put a turn sees it busy, or this sees the turn.
            Interlocked.MemoryBarrier();
            if (HasTurns)
            {
                _all.WakeAny();
            }

            turn.Execute();
            _isBusy = false;
        }
    }

    private IThreadPoolWorkItem? Next()
    {
        var spinner = default(SpinWait);
        for (var look = 0; ; look++)
        {
            if ((TryTake() ?? _all.Steal()) is { } turn)
            {
                return turn;
            }

            if (_all.IsClosed)
            {
                return null;
            }

            if (look < Looks)
            {
                spinner.SpinOnce(sleep1Threshold: -1);
            }
            else
            {
                Sleep();
            }
        }
    }

    private void Sleep()
    {
        Interlocked.Exchange(ref _isAsleep, 1);
        var isNeeded = _all.HasTurns || _all.IsClosed;
        // Whoever takes the mark away answers for the semaphore.
        if (isNeeded && Interlocked.Exchange(ref _isAsleep, 0) == 1)
        {
            return;
        }

        _awake.Wait();
    }
}
