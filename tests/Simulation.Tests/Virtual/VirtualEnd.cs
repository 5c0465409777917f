using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Transport;

namespace Murmuration.Simulation.Tests.Virtual;

/// <summary>One agent's end of a connection: writes what the production rule says is due, reads in order.</summary>
internal sealed class VirtualEnd(
    VirtualExchange exchange, VirtualLink link, VirtualConnection connection, DueFrames due)
{
    private readonly Queue<Frame> _inbox = new();
    private bool _isWoken;
    private bool _hasEnded;

    public bool IsOpen { get; private set; } = true;

    /// <summary>More than the handshake has come.</summary>
    public bool HasHeard { get; private set; }

    public long HeardAt { get; private set; } = exchange.Time.GetTimestamp();

    public bool IsHeldBack => _inbox.Count > 0;

    public void RequestHeartbeat()
    {
        due.RequestHeartbeat();
        Wake();
    }

    /// <summary>Looks again at what is due.</summary>
    public void Wake()
    {
        if (!_isWoken)
        {
            _isWoken = true;
            exchange.Network.Loop.At(exchange.Network.Loop.Now, exchange.Process, Write);
        }
    }

    public void Abort() => connection.Break();

    /// <summary>The connection is gone.</summary>
    public void Close()
    {
        if (IsOpen)
        {
            IsOpen = false;
            exchange.Detach(link, this);
        }
    }

    public void Read(Frame frame)
    {
        (HasHeard, HeardAt) = (true, exchange.Time.GetTimestamp());
        _inbox.Enqueue(frame);
        Drain();
    }

    /// <summary>Takes what has come, up to what there is no room for.</summary>
    public void Drain()
    {
        while (IsOpen && _inbox.TryPeek(out var frame) && exchange.TryTake(link, frame))
        {
            _inbox.Dequeue();
        }
    }

    private void Write()
    {
        _isWoken = false;
        while (IsOpen && !_hasEnded && due.Next(exchange.IsLeaving) is var step and not WriteStep.Wait)
        {
            var frame = Make(step);
            var fault = step switch
            {
                WriteStep.Chunk => exchange.Network.Faults.OnMessage(exchange.AgentIndex, link.Peer, frame.Round),
                WriteStep.Letter => exchange.Network.Faults.OnLetter(exchange.AgentIndex, link.Peer),
                _ => null,
            };
            connection.Send(this, end => end.Read(frame), fault);
            _hasEnded = step is WriteStep.Close or WriteStep.Goodbye;
        }
    }

    private Frame Make(WriteStep step) => step switch
    {
        WriteStep.Heartbeat => new(step) { Report = due.Report },
        WriteStep.Bulletin => new(step) { Entry = due.Entry },
        WriteStep.Census => new(step) { Record = due.Record },
        WriteStep.Chunk => new(step)
        {
            Round = due.Message!.Round,
            Epoch = due.Message.Epoch,
            Vectors = due.Message.Vectors.ToArray(),
            Scalars = due.Message.Scalars.ToArray(),
        },
        WriteStep.Letter => new(step)
        {
            Number = due.Letter!.Number,
            LetterKind = due.Letter.Kind,
            Vectors = due.Letter.Vector.ToArray(),
            Scalars = due.Letter.Scalars.ToArray(),
        },
        _ => new(step),
    };
}
