using System.Net;
using System.Net.Sockets;
using Murmuration.Gossip.Protocol;

namespace Murmuration.Gossip.Transport;

/// <summary>Keeps one link connected from the side that dials, until the exchange ends or the neighbour has
/// left.</summary>
internal sealed class Dialer(TcpExchange exchange, NeighbourLink link)
{
    private readonly Backoff _backoff = new(SeedOf(exchange.Options.Seed, exchange.AgentIndex, link.AgentIndex));

    private readonly long _startedAt = exchange.Time.GetTimestamp();

    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested && !exchange.IsParted(link))
        {
            try
            {
                if (await ConnectAsync(stopping) is { } connection)
                {
                    await exchange.ServeAsync(link, connection);
                    if (connection.HasWorked)
                    {
                        _backoff.Reset();
                    }
                }

                await Task.Delay(_backoff.Next(), exchange.Time, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (HandshakeException refusal)
            {
                exchange.Fail(refusal);
                return;
            }
        }
    }

    /// <summary>The same in every process, unlike HashCode.</summary>
    private static int SeedOf(int seed, int dialing, int dialed) =>
        unchecked((((seed * 0x01000193) ^ dialing) * 0x01000193) ^ dialed);

    private async Task<Connection?> ConnectAsync(CancellationToken stopping)
    {
        using var timer = new CancellationTokenSource(exchange.Options.HandshakeTimeout, exchange.Time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, stopping);
        Socket? socket = null;
        try
        {
            socket = await OpenAsync(deadline.Token);
            var connection = await ShakeHandsAsync(new(socket, exchange.Options.LinkTimeout), deadline.Token);
            socket = null;
            return connection;
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            exchange.NoteTrouble(link, $"no answer within {exchange.Options.HandshakeTimeout.TotalSeconds:0.#} s");
        }
        catch (Exception lost) when (lost is IOException or SocketException or ProtocolException)
        {
            exchange.NoteTrouble(link, lost.Message);
        }
        finally
        {
            socket?.Dispose();
        }

        return null;
    }

    private async Task<Socket> OpenAsync(CancellationToken deadline)
    {
        var addresses = await ResolveAsync(deadline);
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

    private async Task<IPAddress[]> ResolveAsync(CancellationToken deadline)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(link.Agent.Host, deadline);
        }
        catch (SocketException unknown)
            when (exchange.Time.GetElapsedTime(_startedAt) > exchange.Options.ResolveTimeout && !link.WasConnected)
        {
            exchange.Fail(new AddressException($"cannot look up the address of {link}: {unknown.Message}", unknown));
            throw;
        }
    }

    private async Task<Connection> ShakeHandsAsync(Peer peer, CancellationToken deadline)
    {
        var received = exchange.LastReceived(link);
        await peer.HelloAsync(exchange.Rules.Own(link, received), deadline);
        var type = await peer.Frames.ReadAsync(deadline);
        if (type == FrameType.None)
        {
            throw new ProtocolException("it closed the connection during the handshake");
        }

        if (exchange.Rules.CheckVersion(peer.Frames.Header.Version, link.ToString()) is { } foreign)
        {
            throw foreign;
        }

        if (type == FrameType.Reject)
        {
            var (code, message) = peer.Frames.Header.ReadReject();
            throw new HandshakeException(code, $"{link} refused the connection: {message}");
        }

        var welcome = type == FrameType.Welcome
            ? peer.Frames.Header.ReadHandshake()
            : throw new ProtocolException($"a {type} frame instead of an answer to the handshake");
        var refusal = CheckSender(welcome) ?? exchange.Rules.Check(welcome) ?? exchange.Rules.CheckState(welcome, link);
        if (refusal is not null)
        {
            throw refusal;
        }

        return exchange.Attach(link, peer, welcome, received);
    }

    private HandshakeException? CheckSender(Handshake welcome) => welcome.From == link.Agent.Id
        ? null
        : new(RejectCode.Sender, $"agent '{welcome.From}' answered at the address of {link}");
}
