using System.Net.Sockets;
using Murmuration.Gossip.Protocol;

namespace Murmuration.Gossip.Transport;

/// <summary>A remote socket in its handshake.</summary>
internal sealed class Peer : IAsyncDisposable
{
    private readonly byte[] _frame = new byte[FrameWriter.MaxBytes];

    public Peer(Socket socket, TimeSpan userTimeout)
    {
        SocketTuning.Apply(socket, userTimeout);
        Socket = socket;
        Address = socket.RemoteEndPoint?.ToString() ?? "an unknown address";
        Stream = new NetworkStream(socket, ownsSocket: false);
        Frames = new(Stream);
    }

    public Socket Socket { get; }

    public Stream Stream { get; }

    public FrameReader Frames { get; }

    public string Address { get; }

    public Task HelloAsync(Handshake hello, CancellationToken deadline) =>
        SendAsync(FrameWriter.WriteHello(_frame, hello), deadline);

    public Task WelcomeAsync(Handshake welcome, CancellationToken deadline) =>
        SendAsync(FrameWriter.WriteWelcome(_frame, welcome), deadline);

    public Task RejectAsync(HandshakeException refusal, CancellationToken deadline) =>
        SendAsync(FrameWriter.WriteReject(_frame, refusal.Code, Shortened(refusal.Message)), deadline);

    public async ValueTask DisposeAsync()
    {
        await Frames.DisposeAsync();
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

    private async Task SendAsync(int length, CancellationToken deadline) =>
        await Stream.WriteAsync(_frame.AsMemory(0, length), deadline);
}
