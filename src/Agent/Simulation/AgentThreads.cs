namespace Murmuration.Agent.Simulation;

/// <summary>
/// Threads on which all agents of a process compute: so many at a time as there are threads, in turns. An agent has a
/// home thread, whose processor keeps its vectors near, and is taken over by another thread that has nothing to do.
/// </summary>
/// <remarks>
/// An agent that waits holds no thread. What it waits for puts it into its home thread's queue, and it goes on there
/// without a task, a captured scheduler or an allocation. Threads of their own, because agents that never wait
/// themselves would keep those of the pool from all else.
/// </remarks>
internal sealed class AgentThreads : IDisposable
{
    private readonly AgentThread[] _threads;
    private readonly int _agentCount;
    private volatile bool _isClosed;

    /// <summary>Starts the threads.</summary>
    /// <param name="threads">How many compute at most, at least one.</param>
    /// <param name="agentCount">How many agents share them.</param>
    public AgentThreads(int threads, int agentCount)
    {
        _agentCount = Math.Max(1, agentCount);
        _threads = [.. Enumerable.Range(0, Math.Clamp(threads, 1, _agentCount)).Select(_ => new AgentThread(this))];
        Array.ForEach(_threads, static thread => thread.Start());
    }

    /// <summary>No more turns come.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>Turns wait for some thread.</summary>
    public bool HasTurns => Array.Exists(_threads, static thread => thread.HasTurns);

    /// <summary>Gives an agent a turn. Neighbours often have neighbouring numbers, so a home holds those of a stretch.
    /// </summary>
    public void Post(int agentIndex, IThreadPoolWorkItem turn)
    {
        var home = _threads[(int)((long)agentIndex * _threads.Length / _agentCount)];
        home.Put(turn);
        if (!home.TryWake() && home.IsBusy)
        {
            WakeAny();
        }
    }

    /// <summary>What gives turns to an agent.</summary>
    public Action<IThreadPoolWorkItem> WakeOf(int agentIndex) => turn => Post(agentIndex, turn);

    /// <summary>Starts an agent on its home thread; the task is that of the agent.</summary>
    public Task StartAsync(int agentIndex, Func<Task> agent)
    {
        var start = new AgentStart(agent);
        Post(agentIndex, start);
        return start.Task;
    }

    /// <summary>A turn of whichever thread has one.</summary>
    public IThreadPoolWorkItem? Steal()
    {
        foreach (var thread in _threads)
        {
            if (thread.TryTake() is { } turn)
            {
                return turn;
            }
        }

        return null;
    }

    /// <summary>Wakes a thread that sleeps, if one does.</summary>
    public void WakeAny()
    {
        foreach (var thread in _threads)
        {
            if (thread.IsAsleep && thread.TryWake())
            {
                return;
            }
        }
    }

    public void Dispose()
    {
        _isClosed = true;
        Array.ForEach(_threads, static thread => thread.Dispose());
    }
}
