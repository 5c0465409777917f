using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Protocol;
using Murmuration.Gossip.Transport.Admission;
using Murmuration.Gossip.Transport.Identities;
using Murmuration.Gossip.Transport.Local;

namespace Murmuration.Gossip.Transport;

/// <summary>Accepts connections, shakes hands with those that come from neighbours and refuses the others.</summary>
/// <param name="exchange">The exchange they are for.</param>
/// <param name="socket">Where they come in.</param>
/// <param name="gate">Whom to let in; one for all ways into an agent.</param>
/// <param name="logger">Where failures are told.</param>
internal sealed class Listener(TcpExchange exchange, Socket socket, HandshakeGate gate, ILogger logger)
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(200);

    /// <summary>Accepts until the exchange ends.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                Admit(await socket.AcceptAsync(stopping), stopping);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException failure)
            {
                // Out of descriptors, or the peer was gone before it was accepted: neither ends the service.
                logger.AcceptFailed(failure.Message);
                await Task.Delay(PauseAfterFailure, exchange.Time, CancellationToken.None);
            }
        }
    }

    private void Admit(Socket accepted, CancellationToken stopping)
    {
        var isLocal = accepted.AddressFamily == AddressFamily.Unix;
        var address = isLocal ? IPAddress.Loopback : EndPointOf(accepted)?.Address ?? IPAddress.None;
        if (isLocal && LocalSocket.ProcessOf(accepted) is null)
        {
            Refuse(accepted, "another user's process");
            accepted.Dispose();
            return;
        }

        if (gate.Enter(address) is { } reason)
        {
            Refuse(accepted, reason);
            accepted.Dispose();
            return;
        }

        exchange.Supervise(ReceiveAsync(accepted, address, stopping));
    }

    private async Task ReceiveAsync(Socket accepted, IPAddress address, CancellationToken stopping)
    {
        (NeighbourLink, Connection)? admitted;
        try
        {
            admitted = await ShakeHandsAsync(accepted, stopping);
        }
        finally
        {
            gate.Leave(address);
        }

        if (admitted is var (link, connection))
        {
            await exchange.ServeAsync(link, connection);
        }
    }

    private async Task<(NeighbourLink Link, Connection Connection)?> ShakeHandsAsync(
        Socket accepted, CancellationToken stopping)
    {
        using var timer = new CancellationTokenSource(exchange.Options.HandshakeTimeout, exchange.Time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, stopping);
        Peer? peer = null;
        var isAdmitted = false;
        try
        {
            peer = new(accepted, exchange.Options.LinkTimeout, exchange.Polls?.Next());
            await SecureAsync(peer, deadline.Token);
            var admitted = await AnswerAsync(peer, deadline.Token);
            isAdmitted = true;
            return admitted;
        }
        catch (OperationCanceledException)
        {
            Refuse(accepted, "no handshake in time");
        }
        catch (HandshakeException busy) when (busy.Code == RejectCode.Busy)
        {
            logger.NotNeeded(EndPointOf(accepted)?.ToString() ?? "an unknown address", busy.Message);
        }
        catch (Exception lost) when (
            lost is IOException or SocketException or ProtocolException or HandshakeException
                or IdentityException or InvalidOperationException)
        {
            // A socket that its peer has reset already may also count as disposed or as not connected.
            Refuse(accepted, lost.Message);
        }
        finally
        {
            if (!isAdmitted)
            {
                await (peer?.DisposeAsync() ?? ValueTask.CompletedTask);
                accepted.Dispose();
            }
        }

        return null;
    }

    /// <summary>TLS, when this agent has an identity. A peer that speaks the other of the two is told, or named in the
    /// log, in words that help.</summary>
    private async Task SecureAsync(Peer peer, CancellationToken deadline)
    {
        var first = await peer.PeekAsync(deadline);
        if (exchange.Options.Identity is not { } identity)
        {
            if (first == TlsHandshake.FirstByte)
            {
                throw new ProtocolException("it speaks TLS; this agent expects plain TCP: give --keys to both or none");
            }
        }
        else if (first == FrameFormat.Magic[0])
        {
            await peer.Frames.ReadAsync(deadline);
            throw await RejectAsync(
                peer,
                new(RejectCode.Identity, $"plain TCP; agent '{identity.AgentId}' expects TLS: give --keys to both"),
                deadline);
        }
        else
        {
            await peer.AcceptAsync(new(identity, Judge, exchange.Time), deadline);
        }
    }

    private string? Judge(string agentId) => exchange.FindLink(agentId) is null
        ? $"agent '{agentId}' is no neighbour of '{exchange.Options.AgentId}'"
        : null;

    private async Task<(NeighbourLink Link, Connection Connection)> AnswerAsync(Peer peer, CancellationToken deadline)
    {
        var type = await peer.Frames.ReadAsync(deadline);
        if (type == FrameType.None)
        {
            throw new ProtocolException("closed without a handshake");
        }

        if (exchange.Rules.CheckVersion(peer.Frames.Header.Version, peer.Address) is { } foreign)
        {
            throw await RejectAsync(peer, foreign, deadline);
        }

        var hello = type == FrameType.Hello
            ? peer.Frames.Header.ReadHandshake()
            : throw new ProtocolException($"a {type} frame instead of a handshake");
        if (peer.CertifiedId is { } certified && certified != hello.From)
        {
            throw await RejectAsync(
                peer,
                new(RejectCode.Identity, $"it says it is '{hello.From}', but its certificate is that of '{certified}'"),
                deadline);
        }

        var link = exchange.FindLink(hello.From);
        if ((exchange.Rules.Check(hello) ?? CheckSender(link, hello)) is { } refusal)
        {
            exchange.NoteRefusal(link, refusal);
            throw await RejectAsync(peer, refusal, deadline);
        }

        return (link!, await TakeOverAsync(link!, peer, hello, deadline));
    }

    private static HandshakeException? CheckSender(NeighbourLink? link, Handshake hello) => link is null
        ? new(RejectCode.Sender, $"agent '{hello.From}' is no neighbour of '{hello.To}'")
        : null;

    private async Task<Connection> TakeOverAsync(
        NeighbourLink link, Peer peer, Handshake hello, CancellationToken deadline)
    {
        // Where the two dial each other at once, the handshake of the one that dials first goes on.
        if (!await link.Entry.WaitAsync(link.DialsFirst ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, deadline))
        {
            throw await RejectAsync(peer, exchange.Rules.Busy(hello, "a handshake is under way"), deadline);
        }

        try
        {
            return await ConcludeAsync(link, peer, hello, deadline);
        }
        finally
        {
            link.Entry.Release();
        }
    }

    /// <summary>
    /// An agent that finds itself forgetful has begun a new life, and meets the neighbour in that one.
    /// </summary>
    private Meeting MeetTheirHello(NeighbourLink link, Handshake hello) =>
        exchange.Meet(link, hello) is not Meeting.WeForgot and var meeting ? meeting : exchange.Meet(link, hello);

    private async Task<Connection> ConcludeAsync(
        NeighbourLink link, Peer peer, Handshake hello, CancellationToken deadline)
    {
        if (exchange.Judge(link, hello) is { } refusal)
        {
            throw await RejectAsync(peer, refusal, deadline);
        }

        await exchange.ReplaceAsync(link, deadline);
        if (MeetTheirHello(link, hello) == Meeting.TheyForgot)
        {
            throw await RejectAsync(peer, exchange.Rules.Forgot(hello, link.State.PeerIncarnation), deadline);
        }

        var count = exchange.LetIn(link);
        var greeting = exchange.Greet(link);
        await peer.WelcomeAsync(exchange.Rules.Own(link, greeting), deadline);
        return exchange.Attach(link, peer, greeting, count);
    }

    private static async Task<HandshakeException> RejectAsync(
        Peer peer, HandshakeException refusal, CancellationToken deadline)
    {
        await peer.RejectAsync(refusal, deadline);
        await peer.EndWritingAsync();
        return refusal;
    }

    private void Refuse(Socket accepted, string reason) =>
        exchange.Refusals.Add(EndPointOf(accepted)?.ToString() ?? "an unknown address", reason);

    private static IPEndPoint? EndPointOf(Socket accepted)
    {
        try
        {
            return accepted.RemoteEndPoint as IPEndPoint;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }
}
