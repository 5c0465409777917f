namespace Murmuration.Simulation.Tests.Virtual;

/// <summary>The clock of one process on the event loop.</summary>
internal sealed class VirtualTime(EventLoop loop, VirtualProcess process) : TimeProvider
{
    /// <summary>So that no timestamp is 0.</summary>
    private static readonly long Begin = new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Begin + loop.Now;

    public override DateTimeOffset GetUtcNow() => new(Begin + loop.Now, TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(loop, process, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }
}
