namespace Murmuration.Simulation.Tests.Virtual;

/// <summary>Virtual time: what is to happen, in the order of its time and, at the same time, of its making.</summary>
internal sealed class EventLoop
{
    private readonly PriorityQueue<(VirtualProcess? Owner, Action What), (long At, long Order)> _events = new();
    private long _order;

    /// <summary>The present time, in ticks of 100 ns since the begin.</summary>
    public long Now { get; private set; }

    /// <summary>Events so far.</summary>
    public long Count { get; private set; }

    /// <summary>Puts an event in; it counts for nothing when its process has died by then, and waits while that one is
    /// paused.</summary>
    public void At(long time, VirtualProcess? owner, Action what) =>
        _events.Enqueue((owner, what), (Math.Max(time, Now), _order++));

    public void After(TimeSpan delay, VirtualProcess? owner, Action what) => At(Now + delay.Ticks, owner, what);

    /// <summary>Lets everything happen until a condition holds.</summary>
    /// <returns>False when nothing was left to happen, or the time ran out.</returns>
    public bool RunUntil(Func<bool> isReached, TimeSpan limit)
    {
        var before = SynchronizationContext.Current;
        try
        {
            while (!isReached())
            {
                if (!_events.TryDequeue(out var next, out var key) || key.At > limit.Ticks)
                {
                    return false;
                }

                (Now, Count) = (key.At, Count + 1);
                Run(next.Owner, next.What);
            }

            return true;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private static void Run(VirtualProcess? owner, Action what)
    {
        if (owner is null)
        {
            SynchronizationContext.SetSynchronizationContext(null);
            what();
        }
        else
        {
            owner.Run(what);
        }
    }
}
