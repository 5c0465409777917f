using System.Buffers;
using System.IO.Pipelines;

namespace Murmuration.Gossip.Protocol;

/// <summary>
/// Reads frames from a stream: prefix, header and small payloads through a pipe of 64 kB, the rest of a large payload
/// straight into the memory it is meant for. Never takes memory because of a number it has read.
/// </summary>
/// <remarks>
/// The steps that do not wait are separate from those that do, so that a loop can await just the pipe and the stream
/// and a frame allocates nothing.
/// </remarks>
internal sealed class FrameReader : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;
    private static readonly StreamPipeReaderOptions Options = new(bufferSize: BufferBytes, leaveOpen: true);

    private readonly PipeReader _pipe;

    public FrameReader(Stream stream)
    {
        Stream = stream;
        _pipe = PipeReader.Create(stream, Options);
    }

    /// <summary>Where the part of a payload comes from that is not in the pipe.</summary>
    public Stream Stream { get; }

    /// <summary>The frame read last.</summary>
    public FrameHeader Header { get; } = new();

    /// <summary>Reads prefix and header of the next frame; its payload must be read or skipped before the
    /// next.</summary>
    /// <returns>The type of the frame, <see cref="FrameType.None"/> when the stream has ended.</returns>
    /// <exception cref="ProtocolException">The bytes are no frame.</exception>
    public async ValueTask<FrameType> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryTake(await FillAsync(cancellationToken)) is { } type)
            {
                return type;
            }
        }
    }

    /// <summary>Fills a destination with payload.</summary>
    public async ValueTask ReadPayloadAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        var filled = TakeBuffered(destination.Span);
        await Stream.ReadExactlyAsync(destination[filled..], cancellationToken);
    }

    /// <summary>Passes over so many bytes of payload.</summary>
    public async ValueTask SkipPayloadAsync(int count, CancellationToken cancellationToken)
    {
        while (count > 0)
        {
            var result = await FillAsync(cancellationToken);
            var skipped = (int)Math.Min(count, result.Buffer.Length);
            _pipe.AdvanceTo(result.Buffer.GetPosition(skipped));
            count -= skipped;
            if (skipped == 0 && result.IsCompleted)
            {
                throw new ProtocolException("the stream ended within a payload");
            }
        }
    }

    /// <summary>Waits for more bytes than were there before.</summary>
    public ValueTask<ReadResult> FillAsync(CancellationToken cancellationToken) => _pipe.ReadAsync(cancellationToken);

    /// <summary>Takes prefix and header from what <see cref="FillAsync"/> gave; null while they are
    /// incomplete.</summary>
    public FrameType? TryTake(ReadResult result)
    {
        var buffer = result.Buffer;
        if (buffer.Length >= FrameFormat.PrefixBytes)
        {
            buffer.Slice(0, FrameFormat.PrefixBytes).CopyTo(Header.PrefixBytes);
            Header.ReadPrefix();
            if (buffer.Length >= FrameFormat.PrefixBytes + Header.Length)
            {
                var header = buffer.Slice(FrameFormat.PrefixBytes, Header.Length);
                header.CopyTo(Header.HeaderBytes);
                _pipe.AdvanceTo(header.End);
                return Header.Type;
            }
        }

        _pipe.AdvanceTo(buffer.Start, buffer.End);
        return !result.IsCompleted ? null
            : buffer.IsEmpty ? FrameType.None
            : throw new ProtocolException("the stream ended within a frame");
    }

    /// <summary>Moves payload that is in the pipe already; gives the number of bytes.</summary>
    public int TakeBuffered(Span<byte> destination)
    {
        if (destination.IsEmpty || !_pipe.TryRead(out var result))
        {
            return 0;
        }

        var taken = result.Buffer.Slice(0, Math.Min(destination.Length, result.Buffer.Length));
        taken.CopyTo(destination);
        _pipe.AdvanceTo(taken.End);
        return (int)taken.Length;
    }

    public ValueTask DisposeAsync() => _pipe.CompleteAsync();
}
