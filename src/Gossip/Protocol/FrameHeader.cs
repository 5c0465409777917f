using System.Buffers.Binary;

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

        if (Version == FrameFormat.Version && (Type is < FrameType.Hello or > FrameType.Goodbye))
        {
            throw new ProtocolException($"frame type {_bytes[5]} is unknown");
        }
    }

    public Handshake ReadHandshake()
    {
        string run = "", topology = "", model = "", from = "", to = "";
        int received = -1, floats = -1, scalars = -1;
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
                case "received": received = reader.ReadInteger("received", -1, int.MaxValue); break;
                case "floats": floats = reader.ReadInteger("floats", 0, int.MaxValue); break;
                case "scalars": scalars = reader.ReadInteger("scalars", 0, FrameFormat.MaxScalars); break;
                default: reader.Skip(); break;
            }
        }

        reader.ExpectEnd();
        return new(run, topology, model, from, to, received, floats, scalars);
    }

    public (RejectCode Code, string Message) ReadReject()
    {
        var code = 0;
        var message = "";
        var reader = new MessagePackReader(HeaderBytes);
        for (var fields = reader.ReadMapHeader(MaxFields); fields > 0; fields--)
        {
            switch (reader.ReadString(FrameFormat.MaxTextBytes))
            {
                case "code": code = reader.ReadInteger("code", 0, byte.MaxValue); break;
                case "message": message = ReadLine(ref reader, FrameFormat.MaxMessageBytes); break;
                default: reader.Skip(); break;
            }
        }

        reader.ExpectEnd();
        return ((RejectCode)code, message);
    }

    /// <summary>Reads a chunk's header; its scalars, if it has any, go into the given array.</summary>
    /// <param name="vectorLength">What the total must be.</param>
    /// <param name="scalars">Room for exactly as many scalars as the first chunk must have.</param>
    public RoundChunk ReadRound(int vectorLength, Span<double> scalars)
    {
        var reader = new MessagePackReader(HeaderBytes);
        ExpectFields(ref reader, 6);
        var round = reader.ReadInteger("round", 0, int.MaxValue);
        var offset = reader.ReadInteger("offset", 0, Math.Max(0, vectorLength - 1));
        var length = reader.ReadInteger("length", 0, Math.Min(FrameFormat.MaxChunkFloats, vectorLength - offset));
        var total = reader.ReadInteger("total", vectorLength, vectorLength);
        if (length == 0 && total > 0)
        {
            throw new ProtocolException("an empty chunk");
        }

        ReadScalars(ref reader, offset == 0 ? scalars : []);
        return new(round, offset, length, total, ReadChecksum(ref reader));
    }

    public CensusRecord ReadCensus(int agentCount)
    {
        var reader = new MessagePackReader(HeaderBytes);
        ExpectFields(ref reader, 4);
        var census = reader.ReadInteger("census", 0, int.MaxValue);
        var agentIndex = reader.ReadInteger("agent", 0, agentCount - 1);
        var length = reader.ReadInteger("length", 0, FrameFormat.MaxRecordBytes);
        return new(census, agentIndex, length, ReadChecksum(ref reader));
    }

    /// <summary>The one number of Heartbeat and Goodbye: a round, or −1.</summary>
    public int ReadNumber()
    {
        var reader = new MessagePackReader(HeaderBytes);
        ExpectFields(ref reader, 1);
        var number = reader.ReadInteger("round", -1, int.MaxValue);
        reader.ExpectEnd();
        return number;
    }

    /// <summary>Throws unless the checksum is that of prefix, header and payload.</summary>
    public void Verify(uint checksum, ReadOnlySpan<byte> payload)
    {
        var covered = _bytes.AsSpan(0, FrameFormat.PrefixBytes + Length - FrameFormat.ChecksumBytes);
        var found = ~Crc32C.Append(Crc32C.Append(uint.MaxValue, covered), payload);
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

        for (var k = 0; k < count; k++)
        {
            scalars[k] = reader.ReadDouble();
        }
    }

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
