using System.Net.Sockets;

namespace Murmuration.Gossip.Transport.Local;

/// <summary>A local socket that is waited for by a <see cref="LocalPoll"/>. One reads and one writes at a time.</summary>
internal sealed class LocalStream : Stream
{
    private readonly Socket _socket;
    private readonly LocalPoll _poll;
    private Memory<byte> _destination;
    private ReadOnlyMemory<byte> _rest;
    private bool _isDrained;

    /// <summary>Takes over the waiting; the socket stays the caller's, who ends this stream first.</summary>
    public LocalStream(Socket socket, LocalPoll poll)
    {
        socket.Blocking = false;
        (_socket, _poll) = (socket, poll);
        Descriptor = (int)socket.SafeHandle.DangerousGetHandle();
        Reading = new(poll, TryReceive);
        Writing = new(poll, TrySend);
        lock (poll.Gate)
        {
            poll.Add(this);
        }
    }

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
        _destination = buffer;
        if (!_isDrained && TryReceive() is { } count)
        {
            return new(count);
        }

        lock (_poll.Gate)
        {
            return new(Reading, Reading.Begin(cancellationToken));
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _rest = buffer;
        if (TrySend() is not null)
        {
            return default;
        }

        lock (_poll.Gate)
        {
            return new(Writing, Writing.Begin(cancellationToken));
        }
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

        Reading.Fail(new ObjectDisposedException(nameof(LocalStream)));
        Writing.Fail(new ObjectDisposedException(nameof(LocalStream)));
        base.Dispose(disposing);
    }

    private int? TryReceive()
    {
        var count = _socket.Receive(_destination.Span, SocketFlags.None, out var error);
        _isDrained = count < _destination.Length;
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
