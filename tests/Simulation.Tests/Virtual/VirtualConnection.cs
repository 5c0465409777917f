using Murmuration.Gossip.Exchange;

namespace Murmuration.Simulation.Tests.Virtual;

/// <summary>A connection between two lives, from the attempt to dial to its end.</summary>
internal sealed class VirtualConnection
{
    private readonly VirtualNetwork _network;
    private readonly VirtualExchange _dialer;
    private readonly VirtualExchange _listener;
    private readonly Wire _there;
    private readonly Wire _back;
    private VirtualEnd? _dialerEnd;
    private VirtualEnd? _listenerEnd;
    private LinkGreeting _greeting;

    public VirtualConnection(VirtualNetwork network, VirtualExchange dialer, VirtualExchange listener)
    {
        (_network, _dialer, _listener) = (network, dialer, listener);
        _there = new(network, dialer.AgentIndex, listener.AgentIndex, listener.Process);
        _back = new(network, listener.AgentIndex, dialer.AgentIndex, dialer.Process);
    }

    public bool IsBroken { get; private set; }

    public bool Involves(VirtualExchange exchange) => exchange == _dialer || exchange == _listener;

    public Wire? WireOf(int from, int to) => _there.Joins(from, to) ? _there : _back.Joins(from, to) ? _back : null;

    /// <summary>Sends the dialer's handshake.</summary>
    public void Open()
    {
        _greeting = _dialer.Greet(_listener.AgentIndex);
        _there.Send(Answer);
        _network.Loop.After(_dialer.Options.HandshakeTimeout, _dialer.Process, () =>
        {
            if (_dialerEnd is null)
            {
                Break();
            }
        });
    }

    public void Send(VirtualEnd from, Action<VirtualEnd> deliver, Fault? fault)
    {
        var isBack = from == _listenerEnd;
        var wire = isBack ? _back : _there;
        void Deliver()
        {
            if ((isBack ? _dialerEnd : _listenerEnd) is { } end)
            {
                deliver(end);
            }
        }

        switch (fault?.Kind)
        {
            case FaultKind.Lose:
                wire.Swallow();
                _network.Loop.After(_network.NextDelay(), null, Break);
                return;
            case FaultKind.Reorder:
                wire.SendLate(fault.Duration, Deliver);
                return;
            case FaultKind.Delay:
                wire.Stall(fault.Duration);
                break;
            case FaultKind.Duplicate:
                wire.Send(Deliver);
                break;
        }

        wire.Send(Deliver);
    }

    /// <summary>
    /// Both ends learn that the connection is gone; the one that a cut hides it from by silence only.
    /// </summary>
    public void Break()
    {
        if (IsBroken)
        {
            return;
        }

        IsBroken = true;
        _there.Break();
        _back.Break();
        _network.Forget(this);
        Close(_dialer, _dialerEnd, _network.IsCut(_listener.AgentIndex, _dialer.AgentIndex), isDialer: true);
        Close(_listener, _listenerEnd, _network.IsCut(_dialer.AgentIndex, _listener.AgentIndex), isDialer: false);
    }

    private void Close(VirtualExchange exchange, VirtualEnd? end, bool isHidden, bool isDialer)
    {
        if (isHidden && end is not null)
        {
            return;
        }

        _network.Loop.At(_network.Loop.Now, exchange.Process, () =>
        {
            if (end is not null)
            {
                end.Close();
            }
            else if (isDialer)
            {
                exchange.DialAgain(_listener.AgentIndex);
            }
        });
    }

    /// <summary>The listener's part of the handshake.</summary>
    private void Answer()
    {
        // The dialer may have given up meanwhile; the listener learns of that only afterwards.
        _listener.CloseEnd(_dialer.AgentIndex);
        var meeting = _listener.Meet(_dialer.AgentIndex, _greeting);
        if (meeting == Meeting.WeForgot)
        {
            meeting = _listener.Meet(_dialer.AgentIndex, _greeting);
        }

        if (meeting == Meeting.TheyForgot)
        {
            _back.Send(() =>
            {
                _dialer.BeginNewLife();
                Break();
            });
            return;
        }

        var greeting = _listener.Greet(_dialer.AgentIndex);
        _back.Send(() => Conclude(greeting));
        _listenerEnd = _listener.Attach(_dialer.AgentIndex, this, greeting.Report);
        if (IsBroken)
        {
            _listenerEnd.Close();
        }
    }

    /// <summary>The dialer's part, when the answer has come.</summary>
    private void Conclude(LinkGreeting theirs)
    {
        if (IsBroken)
        {
            return;
        }

        if (theirs.PeerIncarnation >= _dialer.Incarnation
            && _dialer.Meet(_listener.AgentIndex, theirs) == Meeting.Agreed)
        {
            _dialerEnd = _dialer.Attach(_listener.AgentIndex, this, _greeting.Report);
        }
        else
        {
            Break();
        }
    }
}
