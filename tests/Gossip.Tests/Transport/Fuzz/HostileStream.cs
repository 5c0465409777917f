using System.Runtime.InteropServices;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Protocol;

namespace Murmuration.Gossip.Tests.Transport.Fuzz;

/// <summary>
/// Frames as a neighbour may send them after the handshake, some with absurd numbers under a right checksum, and then
/// perhaps with bytes changed, lost, added or repeated.
/// </summary>
internal sealed class HostileStream(Random random, int vectorLength, int scalarCount, int agentCount)
{
    private const int MaxFrames = 6;
    private const int MaxPayload = 60;
    private static readonly long[] Extremes =
        [-1, 0, 1, 255, 1 << 16, FrameFormat.MaxRound - 1, FrameFormat.MaxRound, int.MaxValue, 1L << 61, long.MaxValue];

    private readonly byte[] _space = new byte[FrameWriter.MaxBytes];
    private readonly List<byte> _bytes = [];

    /// <summary>Bytes of a few frames.</summary>
    /// <param name="round">The round that the receiver is in.</param>
    /// <param name="epoch">Its epoch.</param>
    /// <param name="life">Its life.</param>
    public byte[] Next(int round, ulong epoch, long life)
    {
        _bytes.Clear();
        for (var count = random.Next(1, MaxFrames); count > 0; count--)
        {
            Append(round, epoch, life);
        }

        byte[] bytes = [.. _bytes];
        for (var count = random.Next(2) * random.Next(1, 5); count > 0 && bytes.Length > 0; count--)
        {
            bytes = Changed(bytes);
        }

        return bytes;
    }

    /// <summary>A greeting, mostly of an honest neighbour.</summary>
    public LinkGreeting Greeting(LinkState link, long life) => new(
        random.Next(4) == 0 ? Number(1, 9) : Math.Max(1, link.PeerIncarnation),
        random.Next(4) == 0 ? Number(0, 9) : life,
        (int)Number(link.Received, link.Received + 2),
        (int)Number(-1, link.Received),
        new((int)Number(link.Confirmed, link.Offered), (int)Number(-1, link.Offered), (int)Number(-1, 9)));

    private void Append(int round, ulong epoch, long life)
    {
        switch (random.Next(6))
        {
            case 0:
                Write(FrameWriter.WriteHeartbeat(_space, new(Round(round), Round(-1), Round(round))), []);
                break;
            case 1:
                var record = new byte[random.Next(MaxPayload)];
                Write(FrameWriter.WriteCensus(_space, random.Next(3), random.Next(agentCount + 1), record), record);
                break;
            case 2:
                var payload = new byte[random.Next(MaxPayload)];
                Write(FrameWriter.WriteBulletin(_space, Record(life, payload)), payload);
                break;
            case 3 when random.Next(8) == 0:
                Write(FrameWriter.WriteGoodbye(_space, Round(round)), []);
                break;
            default:
                AppendMessage(Math.Max(0, Round(round)), random.Next(4) == 0 ? epoch + 1 : epoch);
                break;
        }
    }

    private void AppendMessage(int round, ulong epoch)
    {
        var vectors = new float[vectorLength];
        Write(
            FrameWriter.WriteRound(_space, round, epoch, 0, vectors, vectorLength, new double[scalarCount]),
            MemoryMarshal.AsBytes(vectors.AsSpan()));
    }

    private AgentRecord Record(long life, byte[] payload) => new(
        random.Next(agentCount),
        random.Next(3) == 0 ? life : Math.Max(1, Number(1, 9)),
        Math.Max(0, Number(0, 99)),
        (AgentStatus)random.Next(3),
        (int)Math.Max(0, Number(0, 99)),
        (int)Number(-1, 99),
        payload);

    private int Round(int near) => (int)Number(near - 1, near + 3);

    /// <summary>A number of a range, or now and then an extreme one; those of rounds lose their upper bits.</summary>
    private long Number(long least, long most) =>
        random.Next(20) == 0 ? Extremes[random.Next(Extremes.Length)] : random.NextInt64(least, most + 1);

    private void Write(int length, ReadOnlySpan<byte> payload)
    {
        _bytes.AddRange(_space.AsSpan(0, length));
        _bytes.AddRange(payload);
    }

    private byte[] Changed(byte[] bytes)
    {
        var at = random.Next(bytes.Length);
        var length = random.Next(1, Math.Min(40, bytes.Length - at) + 1);
        switch (random.Next(5))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                bytes[at] = (byte)random.Next(256);
                return bytes;
            case 2:
                return bytes[..at];
            case 3:
                return [.. bytes[..at], .. bytes[(at + length)..]];
            default:
                return [.. bytes[..at], .. bytes[at..(at + length)], .. bytes[at..]];
        }
    }
}
