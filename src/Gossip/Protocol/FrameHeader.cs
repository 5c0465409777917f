using System.Buffers.Binary;
using Murmuration.Gossip.Exchange;

namespace Murmuration.Gossip.Protocol;

/// <summary>
/// Prefix and header of the frame read last, as bytes, and their meaning. Every number is checked against what it may
/// be before it is given out.
/// </summary>
internal sealed class FrameHeader
{
    private const int MaxFields = 32;
    private readonly byte[] _bytes = new byte[FrameFormat.PrefixBytes + FrameFormat.MaxHeaderBytes];

    public FrameType Type { get; private set; }

    /// <summary>Version of the sender of the frame.</summary>
    public byte Version => _bytes[4];

    /// <summary>Bytes of the header, without the prefix.</summary>
    public int Length { get; private set; }

    /// <summary>Where the prefix is to be put before <see cref="ReadPrefix"/>.</summary>
    public Span<byte> PrefixBytes => _bytes.AsSpan(0, FrameFormat.PrefixBytes);

    /// <summary>Where the header is to be put after <see cref="ReadPrefix"/>.</summary>
    public Span<byte> HeaderBytes => _bytes.AsSpan(FrameFormat.PrefixBytes, Length);

    /// <summary>Takes type and header length from the prefix.</summary>
    public void ReadPrefix()
    {
        if (!PrefixBytes[..4].SequenceEqual(FrameFormat.Magic))
        {
            throw new ProtocolException($"magic {Convert.ToHexStringLower(PrefixBytes[..4])} is not of this protocol");
        }

        Type = (FrameType)_bytes[5];
        Length = BinaryPrimitives.ReadUInt16LittleEndian(PrefixBytes[6..]);
        if (Length is 0 or > FrameFormat.MaxHeaderBytes)
        {
            throw new ProtocolException($"header of {Length} bytes, outside 1..{FrameFormat.MaxHeaderBytes}");
        }

        if (Version == FrameFormat.Version && (Type is < FrameType.Hello or > FrameType.Shared))
        {
            throw new ProtocolException($"frame type {_bytes[5]} is unknown");
        }
    }

    public Handshake ReadHandshake()
    {
        string run = "", topology = "", model = "", from = "", to = "";
        int received = -1, declined = -1, sent = -1, confirmed = -1, round = -1, floats = -1, scalars = -1;
        long life = 0, peer = 0, taken = 0;
        var (letters, letterFloats, letterCapacity) = (default(LetterGreeting), 0, 0);
        var reader = new MessagePackReader(HeaderBytes);
        for (var fields = reader.ReadMapHeader(MaxFields); fields > 0; fields--)
        {
            switch (reader.ReadString(FrameFormat.MaxTextBytes))
            {
                case "run": run = ReadLine(ref reader, FrameFormat.MaxTextBytes); break;
                case "topology": topology = ReadLine(ref reader, FrameFormat.MaxTextBytes); break;
                case "model": model = ReadLine(ref reader, FrameFormat.MaxTextBytes); break;
                case "from": from = ReadLine(ref reader, FrameFormat.MaxTextBytes); break;
                case "to": to = ReadLine(ref reader, FrameFormat.MaxTextBytes); break;
                case "life": life = ReadLife(ref reader, "life", least: 1); break;
                case "peer": peer = ReadLife(ref reader, "peer", least: 0); break;
                case "sent": sent = reader.ReadInteger("sent", -1, FrameFormat.MaxRound); break;
                case "confirmed": confirmed = reader.ReadInteger("confirmed", -1, FrameFormat.MaxRound); break;
                case "received": received = reader.ReadInteger("received", -1, FrameFormat.MaxRound); break;
                case "declined": declined = reader.ReadInteger("declined", -1, FrameFormat.MaxRound); break;
                case "round": round = reader.ReadInteger("round", -1, FrameFormat.MaxRound); break;
                case "floats": floats = reader.ReadInteger("floats", 0, int.MaxValue); break;
                case "scalars": scalars = reader.ReadInteger("scalars", 0, FrameFormat.MaxScalars); break;
                case "letterFloats": letterFloats = reader.ReadInteger("letterFloats", 0, int.MaxValue); break;
                case "letterCapacity": letterCapacity = reader.ReadInteger("letterCapacity", 0, int.MaxValue); break;
                case "letters": (letters, taken) = ReadLetters(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        reader.ExpectEnd();
        if (life == 0)
        {
            throw new ProtocolException("a handshake without a life");
        }

        var link = new LinkGreeting(life, peer, sent, confirmed, new(received, declined, round, taken), letters);
        return new(run, topology, model, from, to, link, floats, scalars, new(letterFloats, letterCapacity));
    }

    public (RejectCode Code, string Message, long Life) ReadReject()
    {
        var code = 0;
        var life = 0L;
        var message = "";
        var reader = new MessagePackReader(HeaderBytes);
        for (var fields = reader.ReadMapHeader(MaxFields); fields > 0; fields--)
        {
            switch (reader.ReadString(FrameFormat.MaxTextBytes))
            {
                case "code": code = reader.ReadInteger("code", 0, byte.MaxValue); break;
                case "message": message = ReadLine(ref reader, FrameFormat.MaxMessageBytes); break;
                case "life": life = ReadLife(ref reader, "life", least: 0); break;
                default: reader.Skip(); break;
            }
        }

        reader.ExpectEnd();
        return ((RejectCode)code, message, life);
    }

    /// <summary>Reads a chunk's header; its scalars, if it has any, go into the given array.</summary>
    /// <param name="vectorLength">What the total must be.</param>
    /// <param name="scalars">Room for exactly as many scalars as the first chunk must have.</param>
    public RoundChunk ReadRound(int vectorLength, Span<double> scalars)
    {
        var reader = new MessagePackReader(HeaderBytes);
        ExpectFields(ref reader, 7);
        return ReadChunk(ref reader, vectorLength, scalars) with { Checksum = ReadChecksum(ref reader) };
    }

    /// <summary>The same of a chunk that lies in the sender's memory.</summary>
    public (RoundChunk Chunk, long Address) ReadShared(int vectorLength, Span<double> scalars)
    {
        var reader = new MessagePackReader(HeaderBytes);
        ExpectFields(ref reader, 8);
        var chunk = ReadChunk(ref reader, vectorLength, scalars);
        var address = reader.ReadInteger();
        return (chunk with { Checksum = ReadChecksum(ref reader) }, address);
    }

    /// <summary>Where the sender's memory may be probed, and whether it can read this agent's.</summary>
    public (long Address, long Number, bool CanRead) ReadMemory()
    {
        var reader = new MessagePackReader(HeaderBytes);
        ExpectFields(ref reader, 3);
        var (address, number) = (reader.ReadInteger(), reader.ReadInteger());
        var canRead = reader.ReadInteger("canRead", 0, 1) == 1;
        reader.ExpectEnd();
        return (address, number, canRead);
    }

    private static RoundChunk ReadChunk(ref MessagePackReader reader, int vectorLength, Span<double> scalars)
    {
        var round = reader.ReadInteger("round", 0, FrameFormat.MaxRound);
        var epoch = (ulong)reader.ReadInteger();
        var offset = reader.ReadInteger("offset", 0, Math.Max(0, vectorLength - 1));
        var length = reader.ReadInteger("length", 0, Math.Min(FrameFormat.MaxChunkFloats, vectorLength - offset));
        var total = reader.ReadInteger("total", vectorLength, vectorLength);
        if (length == 0 && total > 0)
        {
            throw new ProtocolException("an empty chunk");
        }

        ReadScalars(ref reader, offset == 0 ? scalars : []);
        return new(round, epoch, offset, length, total, Checksum: 0);
    }

    /// <summary>Reads a chunk's header; the scalars of a first chunk go into the given array.</summary>
    /// <param name="maxLength">Most floats that a letter may have.</param>
    /// <param name="scalars">Room for as many scalars as a letter may have.</param>
    public LetterChunk ReadLetter(int maxLength, Span<double> scalars)
    {
        var reader = new MessagePackReader(HeaderBytes);
        ExpectFields(ref reader, 7);
        var number = ReadLetterCount(ref reader, "number");
        var kind = reader.ReadInteger("kind", 0, byte.MaxValue);
        var offset = reader.ReadInteger("offset", 0, Math.Max(0, maxLength - 1));
        var length = reader.ReadInteger("length", 0, Math.Min(FrameFormat.MaxChunkFloats, maxLength - offset));
        var total = reader.ReadInteger("total", offset + length, maxLength);
        if (length == 0 && total > 0)
        {
            throw new ProtocolException("an empty chunk");
        }

        var count = reader.ReadArrayHeader(offset == 0 ? FrameFormat.MaxScalars : 0);
        ReadDoubles(ref reader, scalars[..count]);
        return new(number, kind, offset, length, total, count, ReadChecksum(ref reader));
    }

    public CensusRecord ReadCensus(int agentCount)
    {
        var reader = new MessagePackReader(HeaderBytes);
        ExpectFields(ref reader, 4);
        var census = reader.ReadInteger("census", 0, int.MaxValue);
        var agentIndex = reader.ReadInteger("agent", 0, agentCount);
        var length = reader.ReadInteger("length", 0, FrameFormat.MaxRecordBytes);
        if (agentIndex == agentCount && length != agentCount)
        {
            throw new ProtocolException($"a census of {length} agents, where there are {agentCount}");
        }

        return new(census, agentIndex, length, ReadChecksum(ref reader));
    }

    public BulletinEntry ReadBulletin(int agentCount)
    {
        var reader = new MessagePackReader(HeaderBytes);
        ExpectFields(ref reader, 8);
        var agentIndex = reader.ReadInteger("agent", 0, agentCount - 1);
        var life = ReadLife(ref reader, "life", least: 1);
        var sequence = ReadLife(ref reader, "sequence", least: 0);
        var status = (AgentStatus)reader.ReadInteger("status", 0, (int)AgentStatus.Departed);
        if (sequence >= FrameFormat.MaxSequence
            && (sequence, status) != (Bulletin.LastSequence, AgentStatus.Departed))
        {
            throw new ProtocolException($"sequence {sequence} is too large");
        }

        var round = reader.ReadInteger("round", 0, FrameFormat.MaxRound);
        var stopAt = reader.ReadInteger("stop", -1, FrameFormat.MaxRound);
        var length = reader.ReadInteger("length", 0, FrameFormat.MaxPayloadBytes);
        var record = new AgentRecord(agentIndex, life, sequence, status, round, stopAt, default);
        return new(record, length, ReadChecksum(ref reader));
    }

    /// <summary>What a heartbeat says of the link.</summary>
    public LinkReport ReadHeartbeat()
    {
        var reader = new MessagePackReader(HeaderBytes);
        ExpectFields(ref reader, 4);
        var received = reader.ReadInteger("received", -1, FrameFormat.MaxRound);
        var declined = reader.ReadInteger("declined", -1, FrameFormat.MaxRound);
        var round = reader.ReadInteger("round", -1, FrameFormat.MaxRound);
        var taken = ReadLetterCount(ref reader, "taken");
        reader.ExpectEnd();
        return new(received, declined, round, taken);
    }

    /// <summary>The one number of Goodbye: a round, or −1.</summary>
    public int ReadNumber()
    {
        var reader = new MessagePackReader(HeaderBytes);
        ExpectFields(ref reader, 1);
        var number = reader.ReadInteger("round", -1, FrameFormat.MaxRound);
        reader.ExpectEnd();
        return number;
    }

    /// <summary>Throws unless the checksum is that of prefix, header and payload.</summary>
    public void Verify(uint checksum, ReadOnlySpan<byte> payload) => Verify(checksum, payload, Cover());

    /// <summary>Begins a checksum that goes on with pieces of the payload, by <see cref="Crc32C.Append"/>, while they
    /// are in the cache.</summary>
    public uint Cover() => Crc32C.Append(
        uint.MaxValue, _bytes.AsSpan(0, FrameFormat.PrefixBytes + Length - FrameFormat.ChecksumBytes));

    /// <summary>Throws unless the checksum is that of all that has been covered, and of the rest.</summary>
    public static void Verify(uint checksum, ReadOnlySpan<byte> rest, uint covered)
    {
        var found = ~Crc32C.Append(covered, rest);
        if (found != checksum)
        {
            throw new ProtocolException($"checksum {checksum:x8} where the bytes give {found:x8}");
        }
    }

    /// <summary>A string that is going to stand in logs and messages, so it may not break out of its line.</summary>
    private static string ReadLine(ref MessagePackReader reader, int maxBytes)
    {
        var text = reader.ReadString(maxBytes);
        return text.Any(char.IsControl) ? throw new ProtocolException("a control character in a text") : text;
    }

    private static long ReadLife(ref MessagePackReader reader, string name, long least) =>
        reader.ReadInteger() is var number && number >= least
            ? number
            : throw new ProtocolException($"{name} {number} is less than {least}");

    private static void ExpectFields(ref MessagePackReader reader, int count)
    {
        if (reader.ReadArrayHeader(MaxFields) != count)
        {
            throw new ProtocolException($"a header that has not {count} fields");
        }
    }

    private static void ReadScalars(ref MessagePackReader reader, Span<double> scalars)
    {
        var count = reader.ReadArrayHeader(FrameFormat.MaxScalars);
        if (count != scalars.Length)
        {
            throw new ProtocolException($"{count} scalars where {scalars.Length} must be");
        }

        ReadDoubles(ref reader, scalars);
    }

    private static void ReadDoubles(ref MessagePackReader reader, Span<double> scalars)
    {
        foreach (ref var scalar in scalars)
        {
            scalar = reader.ReadDouble();
        }
    }

    private static (LetterGreeting Letters, long Taken) ReadLetters(ref MessagePackReader reader)
    {
        ExpectFields(ref reader, 4);
        var sent = ReadLetterCount(ref reader, "letters sent");
        var confirmed = ReadLetterCount(ref reader, "letters confirmed");
        var arrived = ReadLetterCount(ref reader, "letters arrived");
        return (new(sent, confirmed, arrived), ReadLetterCount(ref reader, "letters taken"));
    }

    private static long ReadLetterCount(ref MessagePackReader reader, string name) =>
        reader.ReadInteger() is var count && count is >= 0 and <= FrameFormat.MaxLetters
            ? count
            : throw new ProtocolException($"{name} is {count}, outside 0..{FrameFormat.MaxLetters}");

    private uint ReadChecksum(ref MessagePackReader reader)
    {
        if (Length - reader.Position != FrameFormat.ChecksumBytes
            || HeaderBytes[reader.Position] != MessagePackCode.UInt32)
        {
            throw new ProtocolException("a header that does not end with a checksum");
        }

        return reader.ReadUInt32();
    }
}
