using System.Runtime.InteropServices;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Protocol;

namespace Murmuration.Gossip.Tests.Transport.Fuzz;

/// <summary>
/// Frames as a neighbour may send them after the handshake, some with absurd numbers under a right checksum, and then
/// perhaps with bytes changed, lost, added or repeated.
/// </summary>
internal sealed class HostileStream(Random random, int vectorLength, int scalarCount, int agentCount, int letterLength)
{
    private const int MaxFrames = 6;
    private const int MaxPayload = 60;
    private static readonly long[] Extremes =
        [-1, 0, 1, 255, 1 << 16, FrameFormat.MaxRound - 1, FrameFormat.MaxRound, int.MaxValue, 1L << 61, long.MaxValue];

    private readonly byte[] _space = new byte[FrameWriter.MaxBytes];
    private readonly List<byte> _bytes = [];
    private long _nextLetter;

    /// <summary>Bytes of a few frames.</summary>
    /// <param name="round">The round that the receiver is in.</param>
    /// <param name="epoch">Its epoch.</param>
    /// <param name="life">Its life.</param>
    /// <param name="letters">What it knows of the letters of the link.</param>
    public byte[] Next(int round, ulong epoch, long life, LetterLink letters)
    {
        _bytes.Clear();
        _nextLetter = letters.Inbox.Arrived;
        for (var count = random.Next(1, MaxFrames); count > 0; count--)
        {
            Append(round, epoch, life, letters.Outbox.Sent);
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
        new((int)Number(link.Confirmed, link.Offered), (int)Number(-1, link.Offered), (int)Number(-1, 9),
            Math.Max(0, Number(link.Letters.Outbox.Confirmed, link.Letters.Outbox.Sent))),
        new(
            Math.Max(0, Number(link.Letters.Inbox.Arrived, link.Letters.Inbox.Arrived + 1)),
            Math.Max(0, Number(0, link.Letters.Inbox.Taken)),
            Math.Max(0, Number(link.Letters.Outbox.Confirmed, link.Letters.Outbox.Sent))));

    private void Append(int round, ulong epoch, long life, long sentLetters)
    {
        switch (random.Next(8))
        {
            case 0:
                Write(FrameWriter.WriteHeartbeat(_space, new(
                    Round(round), Round(-1), Round(round), Math.Max(0, Number(0, sentLetters)))), []);
                break;
            case 1:
                var record = new byte[random.Next(MaxPayload)];
                Write(FrameWriter.WriteCensus(_space, random.Next(3), random.Next(agentCount + 1), record), record);
                break;
            case 2:
                var payload = new byte[random.Next(MaxPayload)];
                Write(FrameWriter.WriteBulletin(_space, Record(life, payload)), payload);
                break;
            case 4 or 5:
                AppendLetter();
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

    /// <summary>Mostly the next letter, in one chunk or in two; the second may be missing.</summary>
    private void AppendLetter()
    {
        var letter = new LetterSlot(new(new(letterLength, 1)));
        var length = random.Next(letterLength + 1);
        var number = random.Next(6) > 0 ? _nextLetter++ : Math.Clamp(Number(0, _nextLetter), 0, FrameFormat.MaxLetters);
        letter.Prepare(0, random.Next(256), number, length, new double[random.Next(4)], life: 0);
        var cut = random.Next(length + 1);
        if (random.Next(2) == 0 || cut == 0 || cut == length)
        {
            AppendLetter(letter, 0, length);
            return;
        }

        AppendLetter(letter, 0, cut);
        if (random.Next(8) > 0)
        {
            AppendLetter(letter, cut, length);
        }
    }

    private void AppendLetter(LetterSlot letter, int offset, int end) => Write(
        FrameWriter.WriteLetter(_space, letter, offset, end - offset),
        MemoryMarshal.AsBytes(letter.Vector.Span[offset..end]));

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
