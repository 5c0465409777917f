using System.Net.Security;
using System.Net.Sockets;
using Murmuration.Gossip.Protocol;
using Murmuration.Gossip.Transport.Identities;
using Murmuration.Gossip.Transport.Local;
using Murmuration.Gossip.Transport.Polling;

namespace Murmuration.Gossip.Transport;

/// <summary>A remote socket in its handshake.</summary>
internal sealed class Peer : IAsyncDisposable
{
    private readonly byte[] _frame = new byte[FrameWriter.MaxBytes];

    /// <param name="socket">The socket, which this object owns from then on.</param>
    /// <param name="userTimeout">How long bytes may be on their way.</param>
    /// <param name="poll">Waits for the socket; null to leave that to the runtime.</param>
    public Peer(Socket socket, TimeSpan userTimeout, SocketPoll? poll)
    {
        var process = LocalSocket.ProcessOf(socket);
        Memory = process > 0 ? new(process.Value) : null;
        IsLocal = process is not null;
        if (!IsLocal)
        {
            SocketTuning.Apply(socket, userTimeout);
        }

        Socket = socket;
        Address = IsLocal ? $"process {process}" : socket.RemoteEndPoint?.ToString() ?? "an unknown address";
        Stream = poll is not null ? new PolledStream(socket, poll) : new NetworkStream(socket, ownsSocket: false);
        Frames = new(Stream);
    }

    public Socket Socket { get; }

    /// <summary>It was met the short way within this machine.</summary>
    public bool IsLocal { get; }

    /// <summary>Its memory, when it is a process of the same user on this machine; whether it can be read is not known
    /// yet.</summary>
    public NeighbourMemory? Memory { get; }

    /// <summary>The socket's stream, or TLS upon it.</summary>
    public Stream Stream { get; private set; }

    public FrameReader Frames { get; private set; }

    /// <summary>Below TLS, what is written waits here until it is sent; null on a plain connection.</summary>
    public CoalescingStream? Unsent { get; private set; }

    public string Address { get; }

    /// <summary>The id in the certificate it has shown, null on plain TCP.</summary>
    public string? CertifiedId { get; private set; }

    /// <summary>Its first byte, which stays unread; null when it has closed without one.</summary>
    public async Task<byte?> PeekAsync(CancellationToken deadline)
    {
        var first = _frame.AsMemory(0, 1);
        var count = Stream is PolledStream polled
            ? await polled.PeekAsync(first, deadline)
            : await Socket.ReceiveAsync(first, SocketFlags.Peek, deadline);
        return count > 0 ? first.Span[0] : null;
    }

    /// <summary>Puts TLS upon the connection, from the side that dialed.</summary>
    public async Task DialAsync(TlsHandshake handshake, CancellationToken deadline) =>
        Secure(await handshake.DialAsync(Coalesce(), deadline), handshake.AgentId);

    /// <summary>Puts TLS upon the connection, from the side that listens.</summary>
    public async Task AcceptAsync(TlsHandshake handshake, CancellationToken deadline) =>
        Secure(await handshake.AcceptAsync(Coalesce(), deadline), handshake.AgentId);

    public Task HelloAsync(Handshake hello, CancellationToken deadline) =>
        SendAsync(FrameWriter.WriteHello(_frame, hello), deadline);

    public Task WelcomeAsync(Handshake welcome, CancellationToken deadline) =>
        SendAsync(FrameWriter.WriteWelcome(_frame, welcome), deadline);

    public Task RejectAsync(HandshakeException refusal, CancellationToken deadline) =>
        SendAsync(
            FrameWriter.WriteReject(_frame, refusal.Code, Shortened(refusal.Message), refusal.Life), deadline);

    /// <summary>Ends the sending half, so that the other side reads to an end in order.</summary>
    /// <exception cref="IOException">There is nobody any more to whom it could be said.</exception>
    public async Task EndWritingAsync()
    {
        if (Stream is SslStream tls)
        {
            try
            {
                await tls.ShutdownAsync();
            }
            catch (Exception late) when (late is not (IOException or ObjectDisposedException))
            {
                // TLS says in several ways, one of them no public type, that the connection has been given up.
                throw new IOException(late.Message, late);
            }

            await Unsent!.SendAsync();
        }

        Socket.Shutdown(SocketShutdown.Send);
    }

    /// <summary>Ends the connection at once; what waits for it goes on. A polled socket is only closed when nobody
    /// waits for it any more.</summary>
    public void Abort()
    {
        if (Stream is not PolledStream)
        {
            Socket.Dispose();
            return;
        }

        try
        {
            Socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // It has ended already.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Frames.DisposeAsync();
        await Stream.DisposeAsync();
        Socket.Dispose();
    }

    /// <summary>As many whole characters as fit into a Reject frame.</summary>
    private static string Shortened(string message)
    {
        var (length, bytes) = (0, 0);
        foreach (var rune in message.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > FrameFormat.MaxMessageBytes)
            {
                return message[..length];
            }

            length += rune.Utf16SequenceLength;
        }

        return message;
    }

    private void Secure(SslStream tls, string? certifiedId)
    {
        (Stream, CertifiedId) = (tls, certifiedId);
        Frames = new(tls);
        Unsent!.Begin();
    }

    private CoalescingStream Coalesce() => Unsent = new(Stream);

    private async Task SendAsync(int length, CancellationToken deadline)
    {
        await Stream.WriteAsync(_frame.AsMemory(0, length), deadline);
        if (Unsent is { } unsent)
        {
            await unsent.SendAsync(deadline);
        }
    }
}
