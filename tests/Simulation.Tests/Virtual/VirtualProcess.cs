namespace Murmuration.Simulation.Tests.Virtual;

/// <summary>One life of an agent on the event loop: everything in it happens one after another, waits while it is
/// paused, and never happens once it has been killed.</summary>
internal sealed class VirtualProcess : SynchronizationContext
{
    private readonly EventLoop _loop;
    private readonly Queue<Action> _held = new();
    private readonly Action<IThreadPoolWorkItem> _wake;

    public VirtualProcess(EventLoop loop)
    {
        _loop = loop;
        _wake = item => _loop.At(_loop.Now, this, item.Execute);
        Time = new VirtualTime(loop, this);
    }

    public TimeProvider Time { get; }

    public bool IsAlive { get; private set; } = true;

    public bool IsPaused { get; private set; }

    /// <summary>Where waiters of this process go on.</summary>
    public Action<IThreadPoolWorkItem> Wake => _wake;

    public void Kill() => IsAlive = false;

    public void Pause() => IsPaused = true;

    public void Continue()
    {
        IsPaused = false;
        while (_held.TryDequeue(out var what))
        {
            _loop.At(_loop.Now, this, what);
        }
    }

    public void Run(Action what)
    {
        if (!IsAlive)
        {
            return;
        }

        if (IsPaused)
        {
            _held.Enqueue(what);
            return;
        }

        SetSynchronizationContext(this);
        what();
    }

    public override void Post(SendOrPostCallback d, object? state) => _loop.At(_loop.Now, this, () => d(state));

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("nothing blocks on the event loop");

    public override SynchronizationContext CreateCopy() => this;
}
