namespace Murmuration.Gossip.Tests.Transport;

/// <summary>Time that passes only when a test says so. Timers fire within <see cref="Advance"/>.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(TimeSpan Due, TaskCompletionSource Seen)> _awaited = [];
    private readonly DateTimeOffset _begin = System.GetUtcNow();
    private TimeSpan _now = TimeSpan.FromDays(1);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _now.Ticks;
        }
    }

    /// <summary>Begins at the present, as others in the same test may go by the true time.</summary>
    public override DateTimeOffset GetUtcNow() => _begin.AddTicks(GetTimestamp() - TimeSpan.TicksPerDay);

    /// <summary>Completes when someone has set a timer of this length.</summary>
    public Task TimerOfAsync(TimeSpan due)
    {
        lock (_gate)
        {
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((due, seen));
            Tell();
            return seen.Task;
        }
    }

    public void Advance(TimeSpan time)
    {
        List<ManualTimer> due;
        lock (_gate)
        {
            _now += time;
            due = _timers.FindAll(timer => timer.TryFire(_now));
        }

        due.ForEach(timer => timer.Call());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private void Tell()
    {
        foreach (var (awaited, seen) in _awaited)
        {
            if (_timers.Exists(timer => timer.Length == awaited))
            {
                seen.TrySetResult();
            }
        }
    }

    private sealed class ManualTimer(ManualClock clock, Action callback) : ITimer
    {
        private TimeSpan _dueAt;
        private TimeSpan _period;

        public TimeSpan Length { get; private set; }

        public void Call() => callback();

        public bool TryFire(TimeSpan now)
        {
            if (now < _dueAt)
            {
                return false;
            }

            _dueAt = _period > TimeSpan.Zero ? now + _period : TimeSpan.MaxValue;
            return true;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                clock._timers.Add(this);
                (Length, _period) = (dueTime, period);
                _dueAt = dueTime < TimeSpan.Zero ? TimeSpan.MaxValue : clock._now + dueTime;
                clock.Tell();
            }

            return true;
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
