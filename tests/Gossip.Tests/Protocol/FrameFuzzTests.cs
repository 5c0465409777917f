using System.Runtime.InteropServices;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Protocol;

namespace Murmuration.Gossip.Tests.Protocol;

/// <summary>
/// Whatever comes, the reader ends with the end of the stream or a <see cref="ProtocolException"/>, and takes no memory
/// beyond its buffers. A failure prints the bytes.
/// </summary>
[Collection(nameof(Exchange.AllocationTests))]
public sealed class FrameFuzzTests
{
    private const int VectorLength = 500;
    private const int AgentCount = 4;
    private const long MemoryCap = 400_000;
#if DEBUG
    private const int Trials = 2_000;
#else
    private const int Trials = 20_000;
#endif

    [Fact]
    public async Task Random_bytes_end_in_order()
    {
        var random = new Random(11);
        for (var trial = 0; trial < Trials; trial++)
        {
            var bytes = new byte[random.Next(8, 300)];
            random.NextBytes(bytes);
            if (trial % 2 == 0)
            {
                // Past the prefix, so that the headers are tried as well.
                byte[] prefix =
                    [.. FrameFormat.Magic, FrameFormat.Version, (byte)random.Next(1, 10), (byte)random.Next(40), 0];
                prefix.CopyTo(bytes, 0);
            }

            await EndsInOrderAsync(bytes);
        }
    }

    [Fact]
    public async Task Mutated_streams_end_in_order()
    {
        var random = new Random(12);
        var valid = ValidStream();
        for (var trial = 0; trial < Trials; trial++)
        {
            var bytes = valid.ToArray();
            for (var changes = random.Next(1, 6); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            await EndsInOrderAsync(bytes);
        }
    }

    [Fact]
    public async Task A_stream_cut_at_every_byte_ends_in_order()
    {
        var valid = ValidStream();
        for (var length = 0; length < valid.Length; length++)
        {
            await EndsInOrderAsync(valid[..length]);
        }

        Assert.Equal(11, await ReadAllAsync(valid));
    }

    private static async Task EndsInOrderAsync(byte[] bytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            await ReadAllAsync(bytes);
        }
        catch (Exception ended) when (ended is ProtocolException or EndOfStreamException)
        {
            // The two ends there may be.
        }
        catch (Exception failure)
        {
            Assert.Fail($"{failure.GetType().Name} for {Convert.ToHexString(bytes)}: {failure.Message}");
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MemoryCap);
    }

    private static async Task<int> ReadAllAsync(byte[] bytes)
    {
        var scalars = new double[2];
        var payload = new byte[VectorLength * sizeof(float)];
        var count = 0;
        await using var frames = new FrameReader(new MemoryStream(bytes));
        for (FrameType type; (type = await frames.ReadAsync(CancellationToken.None)) != FrameType.None; count++)
        {
            switch (type)
            {
                case FrameType.Hello or FrameType.Welcome:
                    frames.Header.ReadHandshake();
                    break;
                case FrameType.Reject:
                    frames.Header.ReadReject();
                    break;
                case FrameType.Round:
                    var chunk = frames.Header.ReadRound(VectorLength, scalars);
                    await frames.ReadPayloadAsync(payload.AsMemory(0, chunk.PayloadBytes), CancellationToken.None);
                    frames.Header.Verify(chunk.Checksum, payload.AsSpan(0, chunk.PayloadBytes));
                    break;
                case FrameType.Shared:
                    frames.Header.ReadShared(VectorLength, scalars);
                    break;
                case FrameType.Memory:
                    frames.Header.ReadMemory();
                    break;
                case FrameType.Letter:
                    var part = frames.Header.ReadLetter(VectorLength, new double[FrameFormat.MaxScalars]);
                    await frames.ReadPayloadAsync(payload.AsMemory(0, part.PayloadBytes), CancellationToken.None);
                    frames.Header.Verify(part.Checksum, payload.AsSpan(0, part.PayloadBytes));
                    break;
                case FrameType.Census:
                    await frames.SkipPayloadAsync(frames.Header.ReadCensus(AgentCount).Length, CancellationToken.None);
                    break;
                case FrameType.Bulletin:
                    await frames.SkipPayloadAsync(
                        frames.Header.ReadBulletin(AgentCount).Length, CancellationToken.None);
                    break;
                case FrameType.Heartbeat:
                    frames.Header.ReadHeartbeat();
                    break;
                default:
                    frames.Header.ReadNumber();
                    break;
            }
        }

        return count;
    }

    private static byte[] ValidStream()
    {
        var space = new byte[FrameWriter.MaxBytes];
        var link = new LinkGreeting(1, 0, -1, -1, new(-1, -1, -1));
        var handshake = new Handshake("run", "topology", "model", "a0", "a1", link, VectorLength, 2);
        var vectors = new float[VectorLength];
        using var stream = new MemoryStream();
        stream.Write(space, 0, FrameWriter.WriteHello(space, handshake));
        stream.Write(space, 0, FrameWriter.WriteWelcome(space, handshake));
        stream.Write(space, 0, FrameWriter.WriteReject(space, RejectCode.Run, "no"));
        stream.Write(space, 0, FrameWriter.WriteRound(space, 0, 9, 0, vectors, VectorLength, [1, 2]));
        stream.Write(MemoryMarshal.AsBytes(vectors.AsSpan()));
        var letter = new LetterSlot(new(new(VectorLength, 1)));
        letter.Prepare(0, kind: 3, number: 5, VectorLength - 1, [1, 2, 3], life: 0);
        letter.Floats.Span.Clear();
        stream.Write(space, 0, FrameWriter.WriteLetter(space, letter, 0, VectorLength - 1));
        stream.Write(MemoryMarshal.AsBytes(vectors.AsSpan(1)));
        stream.Write(space, 0, FrameWriter.WriteHeartbeat(space, new(0, -1, 1)));
        stream.Write(space, 0, FrameWriter.WriteCensus(space, 0, 1, new byte[50]));
        stream.Write(new byte[50]);
        stream.Write(space, 0, FrameWriter.WriteBulletin(space, new(1, 5, 7, default, 3, -1, new byte[20])));
        stream.Write(new byte[20]);
        stream.Write(space, 0, FrameWriter.WriteMemory(space, 1L << 46, -7, canRead: true));
        stream.Write(space, 0, FrameWriter.WriteShared(space, 1, 9, 0, vectors, VectorLength, [1, 2], 1L << 46));
        stream.Write(space, 0, FrameWriter.WriteGoodbye(space, 0));
        return stream.ToArray();
    }
}
