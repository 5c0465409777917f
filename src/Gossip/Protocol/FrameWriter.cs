using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Murmuration.Gossip.Exchange;

namespace Murmuration.Gossip.Protocol;

/// <summary>
/// Writes prefix and header of every frame into a buffer of at least <see cref="MaxBytes"/>, and returns the bytes
/// used. Payloads follow from where they lie.
/// </summary>
internal static class FrameWriter
{
    /// <summary>No prefix with header is longer.</summary>
    public const int MaxBytes = FrameFormat.PrefixBytes + FrameFormat.MaxHeaderBytes;

    public static int WriteHello(Span<byte> frame, Handshake handshake) =>
        WriteHandshake(frame, FrameType.Hello, handshake);

    public static int WriteWelcome(Span<byte> frame, Handshake handshake) =>
        WriteHandshake(frame, FrameType.Welcome, handshake);

    /// <summary>Header {code, message, life}; life is the latest of the refused agent that the other has met.</summary>
    public static int WriteReject(Span<byte> frame, RejectCode code, string message, long life = 0)
    {
        var header = Header(frame);
        header.WriteMapHeader(3);
        header.WriteString("code");
        header.WriteInteger((int)code);
        header.WriteString("message");
        header.WriteString(message);
        header.WriteString("life");
        header.WriteInteger(life);
        return WritePrefix(frame, FrameType.Reject, header.Length);
    }

    /// <summary>Header [round, epoch, offset, length, total, [scalars], checksum]; scalars stand in the first chunk
    /// only.</summary>
    public static int WriteRound(
        Span<byte> frame,
        int round,
        ulong epoch,
        int offset,
        ReadOnlySpan<float> message,
        int length,
        ReadOnlySpan<double> scalars)
    {
        var header = Header(frame);
        header.WriteArrayHeader(7);
        WriteChunk(ref header, round, epoch, offset, message, length, scalars);
        return WriteChecked(frame, FrameType.Round, header, MemoryMarshal.AsBytes(message.Slice(offset, length)));
    }

    /// <summary>The same of a chunk that stays where it is: header [round, epoch, offset, length, total, [scalars],
    /// address, checksum].</summary>
    public static int WriteShared(
        Span<byte> frame,
        int round,
        ulong epoch,
        int offset,
        ReadOnlySpan<float> message,
        int length,
        ReadOnlySpan<double> scalars,
        long address)
    {
        var header = Header(frame);
        header.WriteArrayHeader(8);
        WriteChunk(ref header, round, epoch, offset, message, length, scalars);
        header.WriteInteger(address);
        return WriteChecked(frame, FrameType.Shared, header, MemoryMarshal.AsBytes(message.Slice(offset, length)));
    }

    /// <summary>Header [address, number, 1 if the other's memory can be read].</summary>
    public static int WriteMemory(Span<byte> frame, long address, long number, bool canRead)
    {
        var header = Header(frame);
        header.WriteArrayHeader(3);
        header.WriteInteger(address);
        header.WriteInteger(number);
        header.WriteInteger(canRead ? 1 : 0);
        return WritePrefix(frame, FrameType.Memory, header.Length);
    }

    /// <summary>Header [number, kind, offset, length, total, [scalars], checksum]; scalars stand in the first chunk
    /// only.</summary>
    public static int WriteLetter(Span<byte> frame, Letter letter, int offset, int length)
    {
        var header = Header(frame);
        header.WriteArrayHeader(7);
        header.WriteInteger(letter.Number);
        header.WriteInteger(letter.Kind);
        header.WriteInteger(offset);
        header.WriteInteger(length);
        header.WriteInteger(letter.Vector.Length);
        WriteScalars(ref header, offset == 0 ? letter.Scalars.Span : default);
        var payload = letter.Vector.Span.Slice(offset, length);
        return WriteChecked(frame, FrameType.Letter, header, MemoryMarshal.AsBytes(payload));
    }

    /// <summary>Header [census, agent, length, checksum].</summary>
    public static int WriteCensus(Span<byte> frame, int census, int agentIndex, ReadOnlySpan<byte> record)
    {
        var header = Header(frame);
        header.WriteArrayHeader(4);
        header.WriteInteger(census);
        header.WriteInteger(agentIndex);
        header.WriteInteger(record.Length);
        return WriteChecked(frame, FrameType.Census, header, record);
    }

    /// <summary>Header [agent, life, sequence, status, round, stop, length, checksum].</summary>
    public static int WriteBulletin(Span<byte> frame, AgentRecord record)
    {
        var header = Header(frame);
        header.WriteArrayHeader(8);
        header.WriteInteger(record.AgentIndex);
        header.WriteInteger(record.Incarnation);
        header.WriteInteger(record.Sequence);
        header.WriteInteger((int)record.Status);
        header.WriteInteger(record.Round);
        header.WriteInteger(record.StopAt);
        header.WriteInteger(record.Payload.Length);
        return WriteChecked(frame, FrameType.Bulletin, header, record.Payload.Span);
    }

    /// <summary>Header [round received last, round declined last, round begun last, letters taken].</summary>
    public static int WriteHeartbeat(Span<byte> frame, LinkReport report)
    {
        var header = Header(frame);
        header.WriteArrayHeader(4);
        header.WriteInteger(report.Received);
        header.WriteInteger(report.Declined);
        header.WriteInteger(report.Round);
        header.WriteInteger(report.Taken);
        return WritePrefix(frame, FrameType.Heartbeat, header.Length);
    }

    /// <summary>Header [last round completed].</summary>
    public static int WriteGoodbye(Span<byte> frame, int lastRound)
    {
        var header = Header(frame);
        header.WriteArrayHeader(1);
        header.WriteInteger(lastRound);
        return WritePrefix(frame, FrameType.Goodbye, header.Length);
    }

    private static int WriteHandshake(Span<byte> frame, FrameType type, Handshake handshake)
    {
        var header = Header(frame);
        header.WriteMapHeader(17);
        header.WriteString("run");
        header.WriteString(handshake.Run);
        header.WriteString("topology");
        header.WriteString(handshake.Topology);
        header.WriteString("model");
        header.WriteString(handshake.Model);
        header.WriteString("from");
        header.WriteString(handshake.From);
        header.WriteString("to");
        header.WriteString(handshake.To);
        WriteLink(ref header, handshake.Link);
        header.WriteString("floats");
        header.WriteInteger(handshake.VectorLength);
        header.WriteString("scalars");
        header.WriteInteger(handshake.ScalarCount);
        header.WriteString("letterFloats");
        header.WriteInteger(handshake.Letters.Length);
        header.WriteString("letterCapacity");
        header.WriteInteger(handshake.Letters.Capacity);
        return WritePrefix(frame, type, header.Length);
    }

    private static void WriteLink(ref MessagePackWriter header, LinkGreeting link)
    {
        header.WriteString("life");
        header.WriteInteger(link.Incarnation);
        header.WriteString("peer");
        header.WriteInteger(link.PeerIncarnation);
        header.WriteString("sent");
        header.WriteInteger(link.Sent);
        header.WriteString("confirmed");
        header.WriteInteger(link.Confirmed);
        header.WriteString("received");
        header.WriteInteger(link.Report.Received);
        header.WriteString("declined");
        header.WriteInteger(link.Report.Declined);
        header.WriteString("round");
        header.WriteInteger(link.Report.Round);
        header.WriteString("letters");
        header.WriteArrayHeader(4);
        header.WriteInteger(link.Letters.Sent);
        header.WriteInteger(link.Letters.Confirmed);
        header.WriteInteger(link.Letters.Arrived);
        header.WriteInteger(link.Report.Taken);
    }

    private static void WriteChunk(
        ref MessagePackWriter header,
        int round,
        ulong epoch,
        int offset,
        ReadOnlySpan<float> message,
        int length,
        ReadOnlySpan<double> scalars)
    {
        header.WriteInteger(round);
        header.WriteInteger((long)epoch);
        header.WriteInteger(offset);
        header.WriteInteger(length);
        header.WriteInteger(message.Length);
        WriteScalars(ref header, offset == 0 ? scalars : default);
    }

    private static void WriteScalars(ref MessagePackWriter header, ReadOnlySpan<double> scalars)
    {
        header.WriteArrayHeader(scalars.Length);
        foreach (var scalar in scalars)
        {
            header.WriteDouble(scalar);
        }
    }

    private static int WriteChecked(
        Span<byte> frame, FrameType type, MessagePackWriter header, ReadOnlySpan<byte> payload)
    {
        var length = WritePrefix(frame, type, header.Length + FrameFormat.ChecksumBytes);
        var before = Crc32C.Append(uint.MaxValue, frame[..(length - FrameFormat.ChecksumBytes)]);
        header.WriteFixedUInt32(~Crc32C.Append(before, payload));
        return length;
    }

    private static MessagePackWriter Header(Span<byte> frame) =>
        new(frame.Slice(FrameFormat.PrefixBytes, FrameFormat.MaxHeaderBytes));

    private static int WritePrefix(Span<byte> frame, FrameType type, int headerLength)
    {
        FrameFormat.Magic.CopyTo(frame);
        frame[4] = FrameFormat.Version;
        frame[5] = (byte)type;
        BinaryPrimitives.WriteUInt16LittleEndian(frame[6..], (ushort)headerLength);
        return FrameFormat.PrefixBytes + headerLength;
    }
}
