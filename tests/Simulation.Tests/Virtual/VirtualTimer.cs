namespace Murmuration.Simulation.Tests.Virtual;

/// <summary>A timer of one process on the event loop.</summary>
internal sealed class VirtualTimer(EventLoop loop, VirtualProcess process, Action fire) : ITimer
{
    private int _version;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        var version = ++_version;
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            loop.After(dueTime, process, () => Fire(version, period));
        }

        return true;
    }

    public void Dispose() => _version++;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Fire(int version, TimeSpan period)
    {
        if (version != _version)
        {
            return;
        }

        fire();
        if (version == _version && period > TimeSpan.Zero)
        {
            loop.After(period, process, () => Fire(version, period));
        }
    }
}
