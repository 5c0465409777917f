using System.Runtime.InteropServices;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Transport;

namespace Murmuration.Simulation.Tests.Virtual;

/// <summary>What connections report about links.</summary>
internal sealed partial class VirtualExchange
{
    public LinkGreeting Greet(int peer) => Core.Greet(peer, Incarnation);

    public Meeting Meet(int peer, LinkGreeting theirs)
    {
        var meeting = Core.Meet(peer, theirs, Incarnation);
        if (meeting == Meeting.WeForgot)
        {
            BeginNewLife(theirs.PeerIncarnation);
        }

        Mailbox.Serve();
        return meeting;
    }

    /// <summary>A neighbour remembers what this agent has forgotten.</summary>
    public void BeginNewLife(long last = 0)
    {
        Network.NewLives++;
        Renew(last);
    }

    public VirtualEnd Attach(int peer, VirtualConnection connection, LinkReport said)
    {
        var link = LinkOf(peer);
        link.End = new(this, link, connection, new(Core, link.State, Bulletin, _census, said));
        link.WasConnected = true;
        link.End.Wake();
        Progress.Pulse();
        return link.End;
    }

    /// <summary>Ends the connection that a link still has, because the neighbour has opened a new one.</summary>
    public void CloseEnd(int peer)
    {
        if (LinkOf(peer).End is { } old)
        {
            old.Abort();
            old.Close();
        }
    }

    public void Detach(VirtualLink link, VirtualEnd end)
    {
        if (link.End == end)
        {
            link.End = null;
        }

        if (end.HasHeard)
        {
            link.Backoff.Reset();
        }

        Progress.Pulse();
        DialAgain(link.Peer);
    }

    public void DialAgain(int peer)
    {
        var link = LinkOf(peer);
        if (link.IsDialed && !(IsLeaving && link.IsParted))
        {
            Network.Loop.After(link.Backoff.Next(), Process, () => Network.Dial(this, peer));
        }
    }

    /// <summary>What the production reader does with a frame; false while there is no room for it.</summary>
    public bool TryTake(VirtualLink link, Frame frame)
    {
        switch (frame.Kind)
        {
            case WriteStep.Heartbeat:
                // On the connections of a life that has just ended, news of it may still come.
                Network.Require(
                    link.State.TryHear(frame.Report) || link.State.PeerIncarnation == 0,
                    $"{AgentIndex}: confirmed by {link.Peer} what was never sent");
                Mailbox.Serve();
                PulseWhenOver();
                return true;
            case WriteStep.Letter:
                TakeLetter(link, frame);
                return true;
            case WriteStep.Bulletin:
                Bulletin.Take(frame.Entry!, link.Peer);
                return true;
            case WriteStep.Census:
                _census.Add(frame.Record! with { FromIndex = link.Peer });
                WakeAll();
                return true;
            case WriteStep.Chunk:
                return TryTakeMessage(link, frame);
            case WriteStep.Goodbye:
                link.State.HasLeft = true;
                link.End!.Wake();
                Progress.Pulse();
                return true;
            default:
                link.HasTakenGoodbye = IsLeaving;
                link.End!.Abort();
                link.End!.Close();
                return true;
        }
    }

    /// <summary>One chunk is one letter here, as they are short. One that leaves out others ends the connection, as a
    /// violation does.</summary>
    private void TakeLetter(VirtualLink link, Frame frame)
    {
        var inbox = link.State.Letters.Inbox;
        switch (inbox.Classify(frame.Number))
        {
            case Arrival.Unexpected:
                Network.Overtaken++;
                link.End!.Abort();
                break;
            case Arrival.Fresh:
                var letter = inbox.Rent(link.Peer, frame.LetterKind, frame.Vectors.Length, frame.Scalars);
                frame.Vectors.CopyTo(letter.Floats);
                Mailbox.Accept(link.State, letter);
                break;
            default:
                Meter.Duplicate();
                link.End!.RequestHeartbeat();
                break;
        }
    }

    private bool TryTakeMessage(VirtualLink link, Frame frame)
    {
        var arrival = Core.Classify(link.Peer, frame.Round);
        Network.Require(
            arrival != Arrival.Unexpected, $"{AgentIndex}: {link.Peer} sent round {frame.Round} without a link");
        if (arrival == Arrival.TooEarly)
        {
            return false;
        }

        if (arrival != Arrival.Fresh)
        {
            Core.Drop(link.Peer, frame.Round, arrival);
            link.End!.RequestHeartbeat();
            return true;
        }

        if (link.Buffers.TryRent(frame.Round, frame.Epoch, frame.Scalars) is not { } buffer)
        {
            return false;
        }

        MemoryMarshal.AsBytes(frame.Vectors.AsSpan())
            .CopyTo(buffer.Part(0, frame.Vectors.Length).Span);
        Core.Accept(link.Peer, buffer);
        link.End!.Wake();
        PulseWhenOver();
        return true;
    }

    public override void OnLetters(int agentIndex) => LinkOf(agentIndex).End?.Wake();

    private VirtualLink LinkOf(int peer) => Array.Find(_links, link => link.Peer == peer)!;

    private void PulseWhenOver()
    {
        if (Core.IsComplete || Core.Round < 0)
        {
            Progress.Pulse();
        }
    }
}
