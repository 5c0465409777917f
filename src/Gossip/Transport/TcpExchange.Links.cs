using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Protocol;

namespace Murmuration.Gossip.Transport;

/// <summary>What connections, dialers and the listener report about links.</summary>
internal sealed partial class TcpExchange
{
    public NeighbourLink? FindLink(string agentId) => Array.Find(_links, link => link.Agent.Id == agentId);

    /// <summary>True when this agent ends and has nothing more to do on the link.</summary>
    public bool IsParted(NeighbourLink link)
    {
        lock (Gate)
        {
            return IsLeaving && link.IsParted;
        }
    }

    /// <summary>What this agent says of a link in its handshake.</summary>
    public LinkGreeting Greet(NeighbourLink link)
    {
        lock (Gate)
        {
            return Core.Greet(link.AgentIndex, Incarnation);
        }
    }

    /// <summary>Why a neighbour that dials is not let in, null when it is. Changes nothing.</summary>
    /// <exception cref="ProtocolException">It says what cannot be.</exception>
    public HandshakeException? Judge(NeighbourLink link, Handshake theirs)
    {
        Credibility.Check(theirs.Link);
        lock (Gate)
        {
            return Core.HasForgotten(link.AgentIndex, theirs.Link, Incarnation)
                    ? Rules.Forgot(theirs, link.State.PeerIncarnation)
                : IsLeaving && link.IsParted ? Rules.Busy(theirs, "it is leaving")
                : IsHeldOnTo(link, theirs) ? Rules.Busy(theirs, "it has one")
                : null;
        }
    }

    /// <summary>Compares what both ends know of their link; an agent that finds itself forgetful begins a new
    /// life.</summary>
    public Meeting Meet(NeighbourLink link, Handshake theirs)
    {
        lock (Gate)
        {
            var meeting = Core.Meet(link.AgentIndex, theirs.Link, Incarnation);
            if (meeting == Meeting.WeForgot)
            {
                BeginNewLife(link, theirs.Link.PeerIncarnation);
            }

            Mailbox.Serve();
            return meeting;
        }
    }

    /// <summary>A neighbour remembers what this agent has forgotten.</summary>
    public void BeginNewLife(NeighbourLink link, HandshakeException forgot)
    {
        Credibility.CheckLife(forgot.Life);
        lock (Gate)
        {
            link.Trouble = forgot.Message;
            BeginNewLife(link, forgot.Life);
        }
    }

    /// <summary>Ends the connection that a link still has, because the neighbour has opened a new one.</summary>
    public async Task ReplaceAsync(NeighbourLink link, CancellationToken deadline)
    {
        if (ConnectionOf(link) is { } old)
        {
            old.Abort("the neighbour connected anew");
            await old.Ended.WaitAsync(deadline);
        }
    }

    public Connection? ConnectionOf(NeighbourLink link)
    {
        lock (Gate)
        {
            return link.Connection;
        }
    }

    /// <summary>How often a neighbour has been let in.</summary>
    public int LetInCountOf(NeighbourLink link)
    {
        lock (Gate)
        {
            return link.LetInCount;
        }
    }

    /// <summary>Counts a neighbour that is about to be let in.</summary>
    public int LetIn(NeighbourLink link)
    {
        lock (Gate)
        {
            return ++link.LetInCount;
        }
    }

    /// <summary>Ends a handshake at the side that dialed.</summary>
    /// <param name="link">The link.</param>
    /// <param name="peer">Who has answered.</param>
    /// <param name="welcome">The answer.</param>
    /// <param name="said">What this agent has said of the link.</param>
    /// <param name="count">How often the neighbour had been let in before that.</param>
    public Connection Conclude(NeighbourLink link, Peer peer, Handshake welcome, LinkGreeting said, int count)
    {
        Credibility.Check(welcome.Link);
        lock (Gate)
        {
            // The neighbour has met the life that said hello; this may be the next one already.
            return link.LetInCount == count
                && (welcome.Link.PeerIncarnation < Incarnation || Meet(link, welcome) != Meeting.Agreed)
                ? throw new ProtocolException("the two remember different things of their link")
                : Attach(link, peer, said, count);
        }
    }

    /// <summary>Gives a link its new connection, ready to run.</summary>
    /// <exception cref="ProtocolException">Meanwhile it has another, or what was said is no longer true.</exception>
    public Connection Attach(NeighbourLink link, Peer peer, LinkGreeting said, int count)
    {
        var connection = new Connection(this, link, peer, said.Report);
        lock (Gate)
        {
            if (link.LetInCount != count || link.Connection is not null || said.Incarnation != Incarnation)
            {
                throw new ProtocolException("something came between the handshake and its end");
            }

            link.Connection = connection;
            link.ForgetLate();
            NoteConnected(link);
        }

        Progress.Pulse();
        return connection;
    }

    /// <summary>Runs a connection to its end.</summary>
    public async Task ServeAsync(NeighbourLink link, Connection connection)
    {
        if (_stopping.IsCancellationRequested)
        {
            connection.Abort("this agent ended");
        }

        try
        {
            await connection.RunAsync(() => IsOrderlyEnd(link));
        }
        finally
        {
            Detach(link, connection);
            connection.End();
            Progress.Pulse();
        }
    }

    /// <summary>Takes a neighbour's word on what it has received and declined, and where it is.</summary>
    public void Hear(NeighbourLink link, LinkReport report)
    {
        Credibility.CheckRound(report.Round);
        lock (Gate)
        {
            if (!link.State.TryHear(report))
            {
                throw new ProtocolException(
                    $"rounds {report.Received} and {report.Declined} confirmed and declined, the last one sent is " +
                    $"{link.State.Offered}; {report.Taken} letters taken, of {link.State.Letters.Outbox.Sent} sent");
            }

            link.State.Meter.Hear(report, Time);

            Mailbox.Serve();
            PulseWhenOver();
        }
    }

    /// <summary>Takes a complete message.</summary>
    /// <returns>Whether the neighbour waits for its confirmation. One whose round this agent has not begun waits for
    /// this agent's own message too, and the confirmation travels with that.</returns>
    public bool Take(NeighbourLink link, ReceiveBuffer message)
    {
        lock (Gate)
        {
            var isAwaited = Schedule.Directed || message.Round <= Core.Round;
            if (Core.Accept(link.AgentIndex, message) != Arrival.Fresh)
            {
                message.Release();
            }

            PulseWhenOver();
            return isAwaited;
        }
    }

    /// <summary>Counts a message that was passed over, and lets the writer confirm it once more.</summary>
    public void Drop(NeighbourLink link, int round)
    {
        lock (Gate)
        {
            Core.Drop(link.AgentIndex, round, Core.Classify(link.AgentIndex, round));
            link.Connection?.RequestHeartbeat();
        }
    }

    public Arrival ClassifyRecord(CensusRecord record)
    {
        lock (Gate)
        {
            return Census.Classify(record.Census, record.AgentIndex);
        }
    }

    /// <summary>Takes a census record, and lets all writers pass it on.</summary>
    public void TakeRecord(CensusEntry entry)
    {
        lock (Gate)
        {
            Census.Add(entry);
            WakeWriters();
        }

        Progress.Pulse();
    }

    /// <summary>Takes a bulletin record, and lets all writers pass it on.</summary>
    public void TakeRecord(NeighbourLink link, AgentRecord record)
    {
        Credibility.Check(record);
        Bulletin.Take(record, link.AgentIndex);
    }

    public void NoteGoodbye(NeighbourLink link, int lastRound)
    {
        lock (Gate)
        {
            link.State.HasLeft = true;
            link.Connection?.Wake();
            if (link.Lines.TryTake())
            {
                _logger.NeighbourLeft(link.Agent.Id, lastRound);
            }
        }

        Progress.Pulse();
    }

    /// <summary>An attempt to dial has found nobody, or not the neighbour.</summary>
    public void NoteTrouble(NeighbourLink link, string trouble)
    {
        lock (Gate)
        {
            link.ForgetLate();
            NoteSilence(link, trouble);
        }
    }

    /// <summary>An attempt to dial has found somebody who said nothing.</summary>
    public void NoteSilence(NeighbourLink link, string trouble)
    {
        lock (Gate)
        {
            link.Trouble = trouble;
            _logger.DialFailed(link.ToString(), trouble);
        }
    }

    public void NoteRefusal(NeighbourLink? link, HandshakeException refusal)
    {
        lock (Gate)
        {
            if (link is { Connection: null })
            {
                link.Trouble = refusal.Message;
                link.Refusal = refusal;
            }
        }
    }

    /// <summary>New records go out before any message or letter that is written later.</summary>
    private void OnBulletinChanged()
    {
        lock (Gate)
        {
            LookAtLetters();
            WakeWriters();
        }

        Progress.Pulse();
    }

    private void BeginNewLife(NeighbourLink link, long remembered)
    {
        Renew(remembered);
        if (link.Lines.TryTake())
        {
            _logger.NewLife(link.ToString());
        }
    }

    private void NoteConnected(NeighbourLink link)
    {
        if (link.WasConnected)
        {
            Meter.Reconnected();
            if (link.Lines.TryTake())
            {
                _logger.Reconnected(link.ToString());
            }
        }
        else
        {
            link.DownSince = Time.GetTimestamp();
            _logger.Connected(link.ToString());
        }

        link.WasConnected = true;
        link.Refusal = null;
    }

    private void Detach(NeighbourLink link, Connection connection)
    {
        lock (Gate)
        {
            link.Connection = null;
            link.State.Meter.Forget();
            link.DownSince = connection.HasWorked ? Time.GetTimestamp() : link.DownSince;
            link.Trouble = connection.Trouble ?? "it closed the connection";
            link.HasTakenGoodbye = connection.HasSaidGoodbye && connection.Trouble is null;
            if (connection.Trouble is { } trouble
                && !link.State.HasLeft
                && !_stopping.IsCancellationRequested
                && link.Lines.TryTake())
            {
                _logger.Lost(link.ToString(), trouble);
            }
        }
    }

    /// <summary>
    /// The one that dials first dials only when it has no connection, so what the other end still holds is dead. The
    /// one that dials second may have dialed before it heard of the connection; so that is held on to, unless it has
    /// been silent or the neighbour begins a new life. A word on it brings its death to light.
    /// </summary>
    private bool IsHeldOnTo(NeighbourLink link, Handshake theirs)
    {
        if (!link.DialsFirst
            || link.Connection is not { } connection
            || connection.Silence > 2 * HeartbeatInterval
            || theirs.Link.Incarnation != link.State.PeerIncarnation)
        {
            return false;
        }

        connection.RequestHeartbeat();
        return true;
    }

    private bool IsOrderlyEnd(NeighbourLink link)
    {
        lock (Gate)
        {
            return link.State.HasLeft || IsLeaving;
        }
    }

    private void PulseWhenOver()
    {
        // A neighbour's first early message is what an agent that joins waits for.
        if (Core.IsComplete || Core.Round < 0)
        {
            Progress.Pulse();
        }
    }
}
