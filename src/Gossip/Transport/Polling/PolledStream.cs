using System.Net;
using System.Net.Sockets;

namespace Murmuration.Gossip.Transport.Polling;

/// <summary>
/// A plain socket that is waited for by a <see cref="SocketPoll"/>. One reads and one writes at a time.
/// </summary>
internal sealed class PolledStream : Stream
{
    /// <summary>So many reads in a row may give all that was asked for before others have their turn.</summary>
    private const int LongestRow = 16;

    private readonly Socket _socket;
    private readonly SocketPoll _poll;
    private Memory<byte> _destination;
    private ReadOnlyMemory<byte> _rest;
    private SocketFlags _flags;
    private int _row;

    /// <summary>Takes over the waiting; the socket stays the caller's, who ends this stream first.</summary>
    public PolledStream(Socket socket, SocketPoll poll)
    {
        socket.Blocking = false;
        (_socket, _poll) = (socket, poll);
        Descriptor = (int)socket.SafeHandle.DangerousGetHandle();
        Reading = new(poll, TryReceive, isElsewhere: false);

        // A long message that does not go out at once is worth a thread beside the one that reads.
        Writing = new(poll, TrySend, isElsewhere: true);
        lock (poll.Gate)
        {
            poll.Add(this);
        }
    }

    /// <summary>The socket.</summary>
    public Socket Socket => _socket;

    /// <summary>What the system knows the socket by.</summary>
    public int Descriptor { get; }

    /// <summary>The wait for bytes.</summary>
    public SocketWait Reading { get; }

    /// <summary>The wait for room.</summary>
    public SocketWait Writing { get; }

    /// <summary>Somebody waits; called under the lock of the poll.</summary>
    public bool IsWaiting => Reading.IsWaiting || Writing.IsWaiting;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The system has something to tell.</summary>
    public void Go()
    {
        Reading.Go();
        Writing.Go();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _flags = SocketFlags.None;
        return ReceiveAsync(buffer, cancellationToken);
    }

    /// <summary>The same, but what is read stays there.</summary>
    public ValueTask<int> PeekAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        _flags = SocketFlags.Peek;
        return ReceiveAsync(buffer, cancellationToken);
    }

    /// <summary>Gives a connected socket that the runtime does not wait for.</summary>
    /// <exception cref="SocketException">Nobody answers at the address.</exception>
    public static async Task<Socket> ConnectAsync(EndPoint to, SocketPoll poll, CancellationToken cancellationToken)
    {
        var socket = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        var isConnected = false;
        try
        {
            await using var stream = new PolledStream(socket, poll);
            await stream.ReachAsync(to, cancellationToken);
            isConnected = true;
            return socket;
        }
        finally
        {
            if (!isConnected)
            {
                socket.Dispose();
            }
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _rest = buffer;
        return TrySend() is null ? RoomAsync(cancellationToken) : default;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
        // Nothing is held back.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        lock (_poll.Gate)
        {
            _poll.Remove(this);
        }

        Reading.Fail(new ObjectDisposedException(nameof(PolledStream)));
        Writing.Fail(new ObjectDisposedException(nameof(PolledStream)));
        base.Dispose(disposing);
    }

    private async Task ReachAsync(EndPoint to, CancellationToken cancellationToken)
    {
        try
        {
            _socket.Connect(to);
        }
        catch (SocketException begun) when (begun.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            await RoomAsync(cancellationToken);
            var error = (int)_socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
            if (error != 0 || !_socket.Connected)
            {
                throw new SocketException(error);
            }
        }
    }

    /// <summary>Waits until the rest, if there is any, has gone out.</summary>
    private ValueTask RoomAsync(CancellationToken cancellationToken)
    {
        lock (_poll.Gate)
        {
            return new(Writing, Writing.Begin(cancellationToken));
        }
    }

    /// <summary>A read that has given less than asked for has taken all that there was.</summary>
    private ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        _destination = buffer;
        if (_row < LongestRow && TryReceive() is { } count)
        {
            return new(count);
        }

        _row = 0;
        lock (_poll.Gate)
        {
            return new(Reading, Reading.Begin(cancellationToken));
        }
    }

    private int? TryReceive()
    {
        var count = _socket.Receive(_destination.Span, _flags, out var error);
        _row = count < _destination.Length ? LongestRow : _row + 1;
        return error switch
        {
            SocketError.Success => count,
            SocketError.WouldBlock => null,
            _ => throw Lost(error),
        };
    }

    /// <summary>Null while some of it is left.</summary>
    private int? TrySend()
    {
        while (!_rest.IsEmpty)
        {
            var count = _socket.Send(_rest.Span, SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
            {
                return null;
            }

            _rest = error == SocketError.Success ? _rest[count..] : throw Lost(error);
        }

        return 0;
    }

    private static IOException Lost(SocketError error)
    {
        var reason = new SocketException((int)error);
        return new(reason.Message, reason);
    }
}
