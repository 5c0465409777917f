namespace Murmuration.UserSpaceSwitch;

/// <summary>
/// Drives a switch by the clock: one thread per device reads, and one brings frames forward when they are due. The
/// threads end with the process.
/// </summary>
internal sealed class SwitchRunner(Switch core, IReadOnlyList<TapDevice> devices, TimeProvider time)
{
    private readonly object _gate = new(); // a monitor, because the forwarding thread waits on it
    private readonly TaskCompletionSource _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _start = time.GetTimestamp();

    /// <summary>Never ends but by the failure of a device.</summary>
    public Task Failure => _failure.Task;

    private TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>Begins to carry frames.</summary>
    public void Start()
    {
        for (var port = 0; port < devices.Count; port++)
        {
            var index = port;
            StartThread($"read {core.Ports[index].Name}", () => ReadFrames(index));
        }

        StartThread("forward", ForwardFrames);
    }

    /// <summary>Runs a function while no frame moves.</summary>
    public T Between<T>(Func<Switch, T> function)
    {
        lock (_gate)
        {
            return function(core);
        }
    }

    private static void StartThread(string name, ThreadStart body) =>
        new Thread(body) { Name = name, IsBackground = true }.Start();

    private void ReadFrames(int port)
    {
        try
        {
            while (true)
            {
                Receive(port, devices[port].Read());
            }
        }
        catch (IOException e)
        {
            _failure.TrySetException(new SwitchException(
                $"port {core.Ports[port].Name}: its interface is gone, was the namespace deleted? {e.Message}", e));
        }
    }

    private void Receive(int port, byte[] frame)
    {
        lock (_gate)
        {
            var next = core.NextDue;
            core.Receive(port, frame, Now);
            if (core.NextDue != next)
            {
                Monitor.Pulse(_gate);
            }
        }
    }

    private void ForwardFrames()
    {
        lock (_gate)
        {
            while (true)
            {
                core.Advance(Now);
                Monitor.Wait(_gate, core.NextDue is { } due ? UntilDue(due) : Timeout.Infinite);
            }
        }
    }

    /// <summary>Whole milliseconds, which is what the system's waits can do; at most one too late.</summary>
    private int UntilDue(TimeSpan due) => (int)Math.Max(0, Math.Ceiling((due - Now).TotalMilliseconds));
}
