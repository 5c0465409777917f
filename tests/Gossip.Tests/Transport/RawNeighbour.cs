using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Murmuration.Gossip.Protocol;
using Murmuration.Gossip.Transport;
using Murmuration.Gossip.Transport.Local;

namespace Murmuration.Gossip.Tests.Transport;

/// <summary>A hand-driven peer that can break every rule.</summary>
internal sealed class RawNeighbour : IAsyncDisposable
{
    private readonly byte[] _frame = new byte[FrameWriter.MaxBytes];
    private readonly Socket _socket;
    private readonly bool _isTrusting = true;
    private Stream _stream = null!;
    private FrameReader _frames = null!;

    private RawNeighbour(Socket socket) => _socket = socket;

    public FrameHeader Header => _frames.Header;

    /// <summary>Connects, from another address of the loopback network if one is given.</summary>
    public static async Task<RawNeighbour> ConnectAsync(TcpNeighbourhoodOptions to, string? from = null)
    {
        var peer = new RawNeighbour(new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        if (from is not null)
        {
            peer._socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        }

        await peer._socket.ConnectAsync(
            new IPEndPoint(IPAddress.Loopback, to.Schedule.Agents[to.AgentIndex].Port));
        peer.Use(new NetworkStream(peer._socket));
        return peer;
    }

    /// <summary>Connects the short way within this machine.</summary>
    public static async Task<RawNeighbour> ConnectLocallyAsync(TcpNeighbourhoodOptions to)
    {
        var port = to.Schedule.Agents[to.AgentIndex].Port;
        var peer = new RawNeighbour((await LocalSocket.TryConnectAsync([IPAddress.Loopback], port, default))!);
        peer.Use(new NetworkStream(peer._socket));
        return peer;
    }

    public static async Task<RawNeighbour> AcceptAsync(TcpNeighbourhoodOptions at)
    {
        at.ListenSocket!.Listen();
        var peer = new RawNeighbour(await at.ListenSocket.AcceptAsync());
        peer.Use(new NetworkStream(peer._socket));
        return peer;
    }

    public static Handshake HandshakeOf(TcpNeighbourhoodOptions from, string to) => new(
        from.RunId,
        from.Schedule.Fingerprint,
        from.ModelFingerprint,
        from.AgentId,
        to,
        new(Incarnation: 1, PeerIncarnation: 0, Sent: -1, Confirmed: -1, new(-1, -1, -1)),
        from.VectorLength,
        from.ScalarCount,
        new(from.LetterLength, from.LetterCapacity));

    /// <summary>Puts TLS upon the connection, showing what certificate it likes and trusting everyone; false when the
    /// other side broke off.</summary>
    public async Task<bool> TrySecureAsync(
        X509Certificate2? certificate, bool isServer = false, SslProtocols protocols = SslProtocols.Tls13)
    {
        var tls = new SslStream(_stream, false, (_, _, _, _) => _isTrusting, (_, _, _, _, _) => certificate!);
        Use(tls);
        try
        {
            await (isServer
                ? tls.AuthenticateAsServerAsync(certificate!, clientCertificateRequired: true, protocols, false)
                : tls.AuthenticateAsClientAsync("", null, protocols, checkCertificateRevocation: false));
            return true;
        }
        catch (Exception broken) when (broken is IOException or AuthenticationException)
        {
            return false;
        }
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await _stream.WriteAsync(bytes);
        }
        catch (IOException)
        {
            // Refused in the middle; what matters is how the other side ends.
        }
    }

    public async Task<FrameType> ShakeHandsAsync(Handshake hello, byte version = FrameFormat.Version)
    {
        var length = FrameWriter.WriteHello(_frame, hello);
        _frame[4] = version;
        await SendAsync(_frame.AsMemory(0, length));
        return await _frames.ReadAsync(CancellationToken.None);
    }

    /// <summary>Reads the next frame, which has no payload.</summary>
    public ValueTask<FrameType> ReadAsync() => _frames.ReadAsync(CancellationToken.None);

    /// <summary>Takes the other's Hello, and answers it.</summary>
    public async Task WelcomeAsync(Handshake welcome)
    {
        await _frames.ReadAsync(CancellationToken.None);
        await AnswerAsync(welcome);
    }

    /// <summary>Answers a Hello that has been read.</summary>
    public async Task AnswerAsync(Handshake welcome)
    {
        var life = Header.ReadHandshake().Link.Incarnation;
        var known = welcome with { Link = welcome.Link with { PeerIncarnation = life } };
        await SendAsync(_frame.AsMemory(0, FrameWriter.WriteWelcome(_frame, known)));
    }

    /// <summary>Reads frames up to one of the given type; messages have no scalars.</summary>
    public async Task ReadUntilAsync(FrameType wanted, int vectorLength)
    {
        FrameType type;
        do
        {
            type = await _frames.ReadAsync(CancellationToken.None);
            Assert.NotEqual(FrameType.None, type);
            if (type == FrameType.Round)
            {
                var chunk = Header.ReadRound(vectorLength, []);
                await _frames.SkipPayloadAsync(chunk.PayloadBytes, CancellationToken.None);
            }
        }
        while (type != wanted);
    }

    /// <summary>Reads to the end of the stream: the other side has ended the connection.</summary>
    public async Task ReadToEndAsync()
    {
        var bytes = new byte[4096];
        try
        {
            while (await _stream.ReadAsync(bytes) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Ended by a reset, because bytes of ours were still unread.
        }
    }

    private void Use(Stream stream)
    {
        _stream = stream;
        _frames = new(stream);
    }

    public void Close() => _socket.Shutdown(SocketShutdown.Send);

    public async ValueTask DisposeAsync()
    {
        await _frames.DisposeAsync();
        await _stream.DisposeAsync();
        _socket.Dispose();
    }
}
