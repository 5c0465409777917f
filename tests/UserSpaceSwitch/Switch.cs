namespace Murmuration.UserSpaceSwitch;

/// <summary>
/// A learning Ethernet switch without threads, clock or devices: a frame enters over the line of its source port, is
/// forwarded to the port of its destination, or to all others, and leaves over their lines.
/// </summary>
internal sealed class Switch(IReadOnlyList<Port> ports)
{
    private readonly PriorityQueue<Transit, (TimeSpan Due, long Order)> _transits = new();
    private readonly AddressTable _addresses = new();
    private long _order;

    /// <summary>Its ports, by index.</summary>
    public IReadOnlyList<Port> Ports => ports;

    /// <summary>Which ways are cut. A frame that is on its way out already still arrives.</summary>
    public CutTable Cuts { get; } = new(ports.Count);

    /// <summary>When the next frame comes to the end of a line; null while none is on its way.</summary>
    public TimeSpan? NextDue => _transits.TryPeek(out _, out var key) ? key.Due : null;

    /// <summary>A namespace sends a frame.</summary>
    public void Receive(int port, byte[] frame, TimeSpan now)
    {
        if (frame.Length >= AddressTable.HeaderLength && ports[port].Enter(frame, now) is { } due)
        {
            Schedule(new Transit(frame, port, IsLeaving: false), due);
        }
    }

    /// <summary>Brings all frames forward that are due by now, each at its own time, whenever this is called.</summary>
    public void Advance(TimeSpan now)
    {
        while (_transits.TryPeek(out var transit, out var key) && key.Due <= now)
        {
            _transits.Dequeue();
            if (transit.IsLeaving)
            {
                ports[transit.Port].Deliver(transit.Frame);
            }
            else
            {
                Forward(transit.Frame, transit.Port, key.Due);
            }
        }
    }

    private void Forward(byte[] frame, int source, TimeSpan now)
    {
        _addresses.Learn(frame, source);
        if (_addresses.Find(frame) is { } known)
        {
            Send(frame, source, known, now);
            return;
        }

        for (var target = 0; target < ports.Count; target++)
        {
            Send(frame, source, target, now);
        }
    }

    private void Send(byte[] frame, int source, int target, TimeSpan now)
    {
        if (source == target)
        {
            return;
        }

        if (Cuts.IsCut(source, target))
        {
            ports[target].Counters.Cut++;
        }
        else if (ports[target].Leave(frame, now) is { } due)
        {
            Schedule(new Transit(frame, target, IsLeaving: true), due);
        }
    }

    private void Schedule(Transit transit, TimeSpan due) => _transits.Enqueue(transit, (due, _order++));
}
