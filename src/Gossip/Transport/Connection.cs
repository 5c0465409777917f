using System.Net.Sockets;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Protocol;
using Murmuration.Gossip.Transport.Local;

namespace Murmuration.Gossip.Transport;

/// <summary>One TCP connection of a link, from the end of its handshake to its own.</summary>
internal sealed class Connection
{
    private readonly TcpExchange _exchange;
    private readonly long _openedAt;
    private readonly Peer _peer;
    private readonly ConnectionReader _reader;
    private readonly ConnectionWriter _writer;
    private readonly MemorySharing? _sharing;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _trouble;

    /// <param name="exchange">The exchange it belongs to.</param>
    /// <param name="link">The link it serves.</param>
    /// <param name="peer">Socket and reader that went through the handshake.</param>
    /// <param name="said">What this agent's handshake said of the link.</param>
    public Connection(TcpExchange exchange, NeighbourLink link, Peer peer, LinkReport said)
    {
        _exchange = exchange;
        _openedAt = exchange.Time.GetTimestamp();
        _peer = peer;
        _writer = new(exchange, link, peer.Stream, peer.Unsent, said);
        _sharing = peer.Memory is null ? null : new(peer.Memory, link.Unreadable, _writer);
        _reader = new(exchange, link, peer.Frames, _sharing);
        if (peer.Memory is not null)
        {
            _writer.OfferMemory(canRead: false);
        }
    }

    /// <summary>Completes when both loops have ended and the link is free for another connection.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Set at its end: it was good for more than a handshake, so that the next attempt need not be put
    /// off.</summary>
    public bool HasWorked { get; private set; }

    /// <summary>This agent has said on it that it ends.</summary>
    public bool HasSaidGoodbye => _writer.HasSaidGoodbye;

    /// <summary>Why it ended; null when both sides closed it in order.</summary>
    public string? Trouble => _trouble;

    /// <summary>Time since the last bytes from the neighbour.</summary>
    public TimeSpan Silence => _reader.Silence;

    private TimeSpan Age => _exchange.Time.GetElapsedTime(_openedAt);

    public void Wake() => _writer.Wake();

    /// <summary>Confirms what the neighbour has lent, if that has waited for a message of this agent.</summary>
    public void ConfirmLoan()
    {
        if (_reader.OwesWord)
        {
            _reader.OwesWord = false;
            _writer.Wake();
        }
    }

    /// <summary>Lets the writer look at what is due, on the caller's thread, which must hold no lock.</summary>
    public void WriteHere() => _writer.WriteHere();

    /// <summary>True while bytes of this message are on their way into the socket.</summary>
    public bool IsSending(OutgoingMessage message) => _writer.IsSending(message);

    public void RequestHeartbeat() => _writer.RequestHeartbeat();

    /// <summary>It goes the short way within a machine.</summary>
    public bool IsLocal => _peer.IsLocal;

    /// <summary>The neighbour reads messages where they lie.</summary>
    public bool IsShared => _writer.IsShared;

    /// <summary>This agent can read those of the neighbour.</summary>
    public bool CanReadMemory => _sharing is { CanRead: true };

    /// <summary>Runs both loops to their end.</summary>
    public async Task RunAsync(Func<bool> isOrderly)
    {
        try
        {
            await Task.WhenAll(ReadAsync(isOrderly), WriteAsync());
        }
        finally
        {
            // What follows is not for the thread that waits for sockets.
            await Task.Yield();
            HasWorked = _reader.HasHeard || Age > _exchange.Options.HeartbeatInterval;
            await _peer.DisposeAsync();
        }
    }

    /// <summary>Tells those who wait that the link is free.</summary>
    public void End() => _ended.TrySetResult();

    /// <summary>Ends the connection at once; the first reason given counts.</summary>
    public void Abort(string reason)
    {
        Interlocked.CompareExchange(ref _trouble, reason, null);
        _reader.Stop();
        _writer.Stop();
        _peer.Abort();
    }

    private async Task ReadAsync(Func<bool> isOrderly)
    {
        try
        {
            await _reader.RunAsync();
            if (!isOrderly())
            {
                Abort("it closed the connection");
            }

            _writer.Stop();
        }
        catch (ProtocolException broken)
        {
            Abort($"protocol violated: {broken.Message}");
        }
        catch (Exception lost) when (lost is IOException or SocketException or ObjectDisposedException)
        {
            Abort(lost.Message.TrimEnd('.'));
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            await _writer.RunAsync();
            await _peer.EndWritingAsync();
        }
        catch (Exception lost) when (lost is IOException or SocketException or ObjectDisposedException)
        {
            Abort(lost.Message.TrimEnd('.'));
        }
    }
}
