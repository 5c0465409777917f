using System.Runtime.CompilerServices;

namespace Murmuration.Gossip.Transport.Identities;

/// <summary>
/// Lies between TLS and the socket, because TLS writes and reads records of 16 KiB: what is written leaves in large
/// pieces, when told to or when the room is used up, and what has come is read in large pieces. One reader and one
/// writer at a time.
/// </summary>
/// <param name="inner">The socket's stream.</param>
internal sealed class CoalescingStream(Stream inner) : Stream
{
    private const int BufferBytes = 256 * 1024;
    private byte[] _outgoing = [];
    private byte[] _incoming = [];
    private int _written;
    private int _readFrom;
    private int _readTo;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Begins to collect. Before, during the handshake, everything passes through.</summary>
    public void Begin() => (_outgoing, _incoming) = (new byte[BufferBytes], new byte[BufferBytes]);

    /// <summary>Sends what has been collected.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SendAsync(CancellationToken cancellationToken = default)
    {
        if (_written > 0)
        {
            var collected = _outgoing.AsMemory(0, _written);
            _written = 0;
            await inner.WriteAsync(collected, cancellationToken);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length > _outgoing.Length - _written)
        {
            await SendAsync(cancellationToken);
        }

        if (buffer.Length > _outgoing.Length)
        {
            await inner.WriteAsync(buffer, cancellationToken);
        }
        else
        {
            buffer.Span.CopyTo(_outgoing.AsSpan(_written));
            _written += buffer.Length;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_readFrom == _readTo)
        {
            if (buffer.Length >= _incoming.Length || buffer.IsEmpty)
            {
                return await inner.ReadAsync(buffer, cancellationToken);
            }

            _readFrom = _readTo = 0;
            _readTo = await inner.ReadAsync(_incoming, cancellationToken);
        }

        var count = Math.Min(buffer.Length, _readTo - _readFrom);
        _incoming.AsSpan(_readFrom, count).CopyTo(buffer.Span);
        _readFrom += count;
        return count;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => SendAsync(cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
