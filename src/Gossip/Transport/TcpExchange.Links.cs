using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Protocol;

namespace Murmuration.Gossip.Transport;

/// <summary>What connections, dialers and the listener report about links.</summary>
internal sealed partial class TcpExchange
{
    public NeighbourLink? FindLink(string agentId) => Array.Find(_links, link => link.Agent.Id == agentId);

    public int LastReceived(NeighbourLink link)
    {
        lock (Gate)
        {
            return Core.LastReceived(link.AgentIndex);
        }
    }

    public bool IsParted(NeighbourLink link)
    {
        lock (Gate)
        {
            return link.HasLeft || link.HasTakenGoodbye;
        }
    }

    /// <summary>Ends the connection that a link still has, because the neighbour has opened a new one.</summary>
    public async Task ReplaceAsync(NeighbourLink link, CancellationToken deadline)
    {
        Connection? old;
        lock (Gate)
        {
            old = link.Connection;
        }

        if (old is not null)
        {
            old.Abort("the neighbour connected anew");
            await old.Ended.WaitAsync(deadline);
        }
    }

    /// <summary>Gives a link its new connection, ready to run.</summary>
    public Connection Attach(NeighbourLink link, Peer peer, Handshake theirs, int confirmedRound)
    {
        var connection = new Connection(this, link, peer, confirmedRound);
        lock (Gate)
        {
            link.TrySettle(theirs.Received);
            link.Connection = connection;
            if (link.WasConnected)
            {
                Meter.Reconnected();
                _logger.Reconnected(link.ToString());
            }
            else
            {
                link.DownSince = Time.GetTimestamp();
                _logger.Connected(link.ToString());
            }

            link.WasConnected = true;
            link.Refusal = null;
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

        await connection.RunAsync(() => IsOrderlyEnd(link));
        lock (Gate)
        {
            if (link.Connection == connection)
            {
                link.Connection = null;
                link.DownSince = connection.HasWorked ? Time.GetTimestamp() : link.DownSince;
                link.Trouble = connection.Trouble ?? "it closed the connection";
                link.HasTakenGoodbye = IsLeaving && connection.Trouble is null;
            }

            if (connection.Trouble is { } trouble && !link.HasLeft && !_stopping.IsCancellationRequested)
            {
                _logger.Lost(link.ToString(), trouble);
            }
        }

        Progress.Pulse();
    }

    /// <summary>Takes a neighbour's word on which of this agent's messages came last.</summary>
    public void Settle(NeighbourLink link, int round)
    {
        lock (Gate)
        {
            if (!link.TrySettle(round))
            {
                throw new ProtocolException($"round {round} confirmed, which was never sent");
            }

            PulseWhenOver();
        }
    }

    /// <summary>Takes a complete message, and lets the writer confirm it.</summary>
    public void Take(NeighbourLink link, ReceiveBuffer message)
    {
        lock (Gate)
        {
            try
            {
                if (Core.Accept(link.AgentIndex, message) != Arrival.Fresh)
                {
                    message.Release();
                }
            }
            catch (ExchangeException failure)
            {
                message.Release();
                Fail(failure);
            }

            link.Connection?.Wake();
            PulseWhenOver();
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

    public void NoteGoodbye(NeighbourLink link, int lastRound)
    {
        lock (Gate)
        {
            link.HasLeft = true;
            link.Connection?.Wake();
            _logger.NeighbourLeft(link.Agent.Id, lastRound);
        }

        NoteLeft(link.AgentIndex, lastRound);
    }

    public void NoteTrouble(NeighbourLink link, string trouble)
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

    private NeighbourLink FindLink(int agentIndex) => Array.Find(_links, link => link.AgentIndex == agentIndex)!;

    private bool IsOrderlyEnd(NeighbourLink link)
    {
        lock (Gate)
        {
            return link.HasLeft || IsLeaving;
        }
    }

    private void PulseWhenOver()
    {
        if (Core.IsComplete && IsSettled(Core.Round))
        {
            Progress.Pulse();
        }
    }
}
