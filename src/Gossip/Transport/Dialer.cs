using System.Net;
using System.Net.Sockets;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Protocol;
using Murmuration.Gossip.Transport.Identities;
using Murmuration.Gossip.Transport.Local;
using Murmuration.Gossip.Transport.Polling;

namespace Murmuration.Gossip.Transport;

/// <summary>
/// Keeps one link connected, until the exchange ends. Both ends dial: the one with the lower index at once, the other
/// some time later, so that a link comes up if either can reach the other and both seldom dial at once.
/// </summary>
internal sealed class Dialer(TcpExchange exchange, NeighbourLink link)
{
    /// <summary>After so many Hellos without an answer, or a silence, the next attempt goes by TCP.</summary>
    private const int MostUnanswered = 3;

    private readonly Backoff _backoff = new(SeedOf(exchange.Options.Seed, exchange.AgentIndex, link.AgentIndex));
    private readonly long _startedAt = exchange.Time.GetTimestamp();

    /// <summary>
    /// Connections in a row that whoever listens the short way has ended without an answer to Hello, as one with too
    /// much to do does.
    /// </summary>
    private int _unanswered;

    private TimeSpan HeadStart => link.DialsFirst ? TimeSpan.Zero : exchange.Options.HeadStart;

    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            await Task.Delay(HeadStart, exchange.Time, stopping);
            while (!exchange.IsParted(link))
            {
                if (await UseConnectionAsync(stopping) is { HasWorked: true } && !link.State.HasLeft)
                {
                    _backoff.Reset();
                }

                await Task.Delay(HeadStart + _backoff.Next(), exchange.Time, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The exchange ends.
        }
        catch (HandshakeException refusal)
        {
            exchange.Fail(refusal);
        }
    }

    /// <summary>Waits for the end of the connection that there is, or makes one and serves it.</summary>
    private async Task<Connection?> UseConnectionAsync(CancellationToken stopping)
    {
        if (exchange.ConnectionOf(link) is { } accepted)
        {
            await accepted.Ended.WaitAsync(stopping);
            return accepted;
        }

        var dialed = await ConnectAsync(stopping);
        await (dialed is null ? Task.CompletedTask : exchange.ServeAsync(link, dialed));
        return dialed;
    }

    /// <summary>The same in every process, unlike HashCode.</summary>
    private static int SeedOf(int seed, int dialing, int dialed) =>
        unchecked((((seed * 0x01000193) ^ dialing) * 0x01000193) ^ dialed);

    private async Task<Connection?> ConnectAsync(CancellationToken stopping)
    {
        using var timer = new CancellationTokenSource(exchange.Options.HandshakeTimeout, exchange.Time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, stopping);
        Socket? socket = null;
        Peer? peer = null;
        try
        {
            socket = await OpenAsync(deadline.Token);
            peer = new(socket, exchange.Options.LinkTimeout, exchange.Polls?.Next());
            var connection = await ShakeHandsAsync(peer, deadline.Token);
            (socket, peer) = (null, null);
            return connection;
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            exchange.NoteSilence(link, $"no answer within {exchange.Options.HandshakeTimeout.TotalSeconds:0.#} s");
        }
        catch (Exception lost) when (lost is IOException or SocketException or ProtocolException)
        {
            exchange.NoteTrouble(link, lost.Message);
        }
        catch (IdentityException stranger)
        {
            // Whoever sits at the address now, the neighbour may still come: its certificate proves nothing of it.
            exchange.NoteTrouble(link, stranger.Message);
            exchange.Refusals.Add(link.ToString(), stranger.Message);
        }
        catch (HandshakeException busy) when (busy.Code == RejectCode.Busy)
        {
            exchange.NoteTrouble(link, busy.Message);
        }
        catch (HandshakeException refusal) when (exchange.HasOpened)
        {
            // Perhaps someone has started the neighbour in a wrong way, and will start it again.
            exchange.NoteTrouble(link, refusal.Message);
            exchange.Refusals.Add(link.ToString(), refusal.Message);
        }
        finally
        {
            await (peer?.DisposeAsync() ?? ValueTask.CompletedTask);
            socket?.Dispose();
        }

        return null;
    }

    private async Task<Socket> OpenAsync(CancellationToken deadline)
    {
        var addresses = await ResolveAsync(deadline);
        if (_unanswered < MostUnanswered && LocalSocket.IsUsedBy(exchange.Options)
            && await LocalSocket.TryConnectAsync(addresses, link.Agent.Port, deadline) is { } local)
        {
            return local;
        }

        _unanswered = 0;
        if (exchange.Polls is { } polls)
        {
            return await ReachAsync(addresses, polls.Next(), deadline);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(addresses, link.Agent.Port, deadline);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<Socket> ReachAsync(IPAddress[] addresses, SocketPoll poll, CancellationToken deadline)
    {
        foreach (var address in addresses.SkipLast(1))
        {
            try
            {
                return await PolledStream.ConnectAsync(new IPEndPoint(address, link.Agent.Port), poll, deadline);
            }
            catch (SocketException)
            {
                // The name has another address.
            }
        }

        return await PolledStream.ConnectAsync(new IPEndPoint(addresses[^1], link.Agent.Port), poll, deadline);
    }

    private async Task<IPAddress[]> ResolveAsync(CancellationToken deadline)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(link.Agent.Host, deadline);
        }
        catch (SocketException unknown)
            when (exchange.Time.GetElapsedTime(_startedAt) > exchange.Options.ResolveTimeout
                && link.DialsFirst && !link.WasConnected)
        {
            exchange.Fail(new AddressException($"cannot look up the address of {link}: {unknown.Message}", unknown));
            throw;
        }
    }

    private async Task<Connection> ShakeHandsAsync(Peer peer, CancellationToken deadline)
    {
        await SecureAsync(peer, deadline);
        if (!link.DialsFirst)
        {
            return await AskAsync(peer, deadline);
        }

        await link.Entry.WaitAsync(deadline);
        try
        {
            return await AskAsync(peer, deadline);
        }
        finally
        {
            link.Entry.Release();
        }
    }

    /// <summary>Says Hello, and takes the answer.</summary>
    private async Task<Connection> AskAsync(Peer peer, CancellationToken deadline)
    {
        var count = exchange.LetInCountOf(link);
        if (exchange.ConnectionOf(link) is not null)
        {
            throw new ProtocolException("the neighbour was quicker");
        }

        var greeting = exchange.Greet(link);
        try
        {
            var welcome = await WelcomeAsync(peer, exchange.Rules.Own(link, greeting), deadline);
            return exchange.Conclude(link, peer, welcome, greeting, count);
        }
        catch (HandshakeException forgot) when (forgot.Code == RejectCode.LostState)
        {
            if (exchange.LetInCountOf(link) == count)
            {
                exchange.BeginNewLife(link, forgot);
            }

            throw new ProtocolException(forgot.Message, forgot);
        }
    }

    private async Task<Handshake> WelcomeAsync(Peer peer, Handshake hello, CancellationToken deadline)
    {
        var type = await GreetAsync(peer, hello, deadline);
        if (exchange.Rules.CheckVersion(peer.Frames.Header.Version, link.ToString()) is { } foreign)
        {
            throw foreign;
        }

        if (type == FrameType.Reject)
        {
            var (code, message, life) = peer.Frames.Header.ReadReject();
            throw new HandshakeException(code, $"{link} refused the connection: {message}") { Life = life };
        }

        var welcome = type == FrameType.Welcome
            ? peer.Frames.Header.ReadHandshake()
            : throw new ProtocolException($"a {type} frame instead of an answer to the handshake");
        return (CheckSender(welcome) ?? exchange.Rules.Check(welcome)) is { } refusal ? throw refusal : welcome;
    }

    private async Task SecureAsync(Peer peer, CancellationToken deadline)
    {
        if (exchange.Options.Identity is not { } identity)
        {
            return;
        }

        try
        {
            await peer.DialAsync(new(identity, Judge, exchange.Time), deadline);
        }
        catch (IOException lost)
        {
            throw new IOException($"it broke off the TLS handshake; has it been given --keys? ({lost.Message})", lost);
        }
    }

    private string? Judge(string agentId) =>
        agentId == link.Agent.Id ? null : $"its certificate is that of agent '{agentId}'";

    /// <summary>Sends Hello and awaits the answer. In TLS 1.3 the dialing side is done first, and learns here that the
    /// other did not take its certificate.</summary>
    private async Task<FrameType> GreetAsync(Peer peer, Handshake hello, CancellationToken deadline)
    {
        try
        {
            await peer.HelloAsync(hello, deadline);
            var type = await peer.Frames.ReadAsync(deadline);
            _unanswered = !peer.IsLocal || type is FrameType.Welcome or FrameType.Reject ? 0 : _unanswered + 1;
            return type != FrameType.None
                ? type
                : throw new ProtocolException("it closed the connection during the handshake");
        }
        catch (OperationCanceledException) when (peer.IsLocal)
        {
            _unanswered = MostUnanswered;
            throw;
        }
        catch (IOException) when (peer.IsLocal)
        {
            _unanswered++;
            throw;
        }
        catch (IOException lost) when (peer.CertifiedId is not null)
        {
            throw new IOException(
                $"it ended the connection after TLS; if it refuses the certificate of '{exchange.Options.AgentId}', " +
                "its log says why",
                lost);
        }
    }

    private HandshakeException? CheckSender(Handshake welcome) => welcome.From == link.Agent.Id
        ? null
        : new(RejectCode.Sender, $"agent '{welcome.From}' answered at the address of {link}");
}
