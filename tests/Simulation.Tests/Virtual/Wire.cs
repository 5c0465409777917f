namespace Murmuration.Simulation.Tests.Virtual;

/// <summary>One direction of a connection: what is put in comes out in order after a delay, or waits while the
/// direction is cut.</summary>
internal sealed class Wire(VirtualNetwork network, int from, int to, VirtualProcess receiver)
{
    private readonly Queue<Action> _held = new();
    private long _lastArrival;
    private bool _isSwallowing;
    private bool _isBroken;

    public bool Joins(int one, int other) => (one, other) == (from, to);

    /// <summary>Everything in flight is gone, and nothing more is taken.</summary>
    public void Break()
    {
        _isBroken = true;
        _held.Clear();
    }

    /// <summary>Nothing that is sent from now on arrives.</summary>
    public void Swallow() => _isSwallowing = true;

    /// <summary>What follows comes later.</summary>
    public void Stall(TimeSpan time) => _lastArrival = network.Loop.Now + time.Ticks;

    public void Send(Action deliver)
    {
        _lastArrival = Math.Max(_lastArrival, network.Loop.Now + network.NextDelay().Ticks);
        SendAt(_lastArrival, deliver);
    }

    /// <summary>Sends what others may overtake.</summary>
    public void SendLate(TimeSpan late, Action deliver) => SendAt(network.Loop.Now + late.Ticks, deliver);

    /// <summary>The direction is no longer cut.</summary>
    public void Flush()
    {
        while (_held.TryDequeue(out var deliver))
        {
            SendAt(network.Loop.Now, deliver);
        }
    }

    private void SendAt(long time, Action deliver)
    {
        if (!_isSwallowing)
        {
            network.Loop.At(time, owner: null, () => Arrive(deliver));
        }
    }

    private void Arrive(Action deliver)
    {
        if (_isBroken)
        {
            return;
        }

        if (network.IsCut(from, to))
        {
            _held.Enqueue(deliver);
        }
        else
        {
            // Into the buffers of the receiver's machine, also while the receiver itself stands still.
            network.Loop.At(network.Loop.Now, receiver, deliver);
        }
    }
}
