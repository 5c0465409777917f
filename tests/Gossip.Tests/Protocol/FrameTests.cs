using System.Runtime.InteropServices;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Protocol;

namespace Murmuration.Gossip.Tests.Protocol;

public sealed class FrameTests
{
    private static readonly byte[] Space = new byte[FrameWriter.MaxBytes];
    private static readonly LinkGreeting Longest =
        new(
            long.MaxValue, long.MaxValue, int.MaxValue, int.MaxValue,
            new(int.MaxValue, int.MaxValue, int.MaxValue, long.MaxValue),
            new(long.MaxValue, long.MaxValue, long.MaxValue));

    [Fact]
    public void A_heartbeat_has_its_golden_bytes() => Assert.Equal(
        "4d55524d" + "03" + "06" + "0700" + "9411ff12cd0100",
        Hex(FrameWriter.WriteHeartbeat(Space, new(17, -1, 18, 256))));

    [Fact]
    public void A_goodbye_has_its_golden_bytes() => Assert.Equal(
        "4d55524d" + "03" + "07" + "0200" + "91ff", Hex(FrameWriter.WriteGoodbye(Space, -1)));

    [Fact]
    public void A_word_on_memory_has_its_golden_bytes() => Assert.Equal(
        "4d55524d" + "03" + "0a" + "0600" + "93cd1000ff01",
        Hex(FrameWriter.WriteMemory(Space, 4096, -1, canRead: true)));

    [Fact]
    public void A_chunk_that_stays_where_it_is_has_its_golden_bytes()
    {
        var length = FrameWriter.WriteShared(Space, 3, ulong.MaxValue, 0, [1f, 2f], 2, [0.5], 4096);
        Assert.Equal(
            "4d55524d" + "03" + "0b" + "1800" + "98" + "03" + "ff" + "00" + "02" + "02" + "91cb3fe0000000000000"
            + "cd1000",
            Hex(length - FrameFormat.ChecksumBytes));
        var covered = Space[..(length - FrameFormat.ChecksumBytes)].Concat(Convert.FromHexString("0000803f00000040"));
        Assert.Equal($"ce{Crc32C.Compute([.. covered]):x8}", Convert.ToHexStringLower(Space[(length - 5)..length]));
    }

    [Fact]
    public void A_chunk_has_its_golden_bytes()
    {
        var length = FrameWriter.WriteRound(Space, 3, ulong.MaxValue, 0, [1f, 2f], 2, [0.5]);
        Assert.Equal(
            "4d55524d" + "03" + "04" + "1500" + "97" + "03" + "ff" + "00" + "02" + "02" + "91cb3fe0000000000000",
            Hex(length - FrameFormat.ChecksumBytes));
        var covered = Space[..(length - FrameFormat.ChecksumBytes)].Concat(Convert.FromHexString("0000803f00000040"));
        Assert.Equal($"ce{Crc32C.Compute([.. covered]):x8}", Convert.ToHexStringLower(Space[(length - 5)..length]));
    }

    [Fact]
    public void A_chunk_of_a_letter_has_its_golden_bytes()
    {
        var length = FrameWriter.WriteLetter(Space, Letter(300, 7, [0f, 1f, 2f], [0.5]), 1, 2);
        Assert.Equal(
            "4d55524d" + "03" + "09" + "0e00" + "97" + "cd012c" + "07" + "01" + "02" + "03" + "90",
            Hex(length - FrameFormat.ChecksumBytes));
        var covered = Space[..(length - FrameFormat.ChecksumBytes)].Concat(Convert.FromHexString("0000803f00000040"));
        Assert.Equal($"ce{Crc32C.Compute([.. covered]):x8}", Convert.ToHexStringLower(Space[(length - 5)..length]));
    }

    [Fact]
    public async Task Every_frame_survives_the_round_trip()
    {
        const ulong Epoch = 1UL << 63;
        var link = new LinkGreeting(7L << 40, 3, 42, 41, new(41, 40, 43, 1L << 40), new(9, 8, (1L << 40) + 3));
        var handshake = new Handshake("run", "topology", "model", "a0", "ä1", link, 1000, 3, new(70_000, 4));
        var message = Enumerable.Range(0, 1000).Select(k => k / 3f).ToArray();
        using var stream = new MemoryStream();
        Append(stream, FrameWriter.WriteHello(Space, handshake), []);
        Append(stream, FrameWriter.WriteWelcome(Space, handshake), []);
        Append(stream, FrameWriter.WriteReject(Space, RejectCode.Model, "models differ", 12), []);
        double[] sent = [1, 2, 3];
        Append(stream, FrameWriter.WriteRound(Space, 7, Epoch, 0, message, 600, sent), Bytes(message.AsSpan(0, 600)));
        Append(stream, FrameWriter.WriteRound(Space, 7, Epoch, 600, message, 400, sent), Bytes(message.AsSpan(600)));
        Append(stream, FrameWriter.WriteCensus(Space, 1, 2, [9, 8, 7]), [9, 8, 7]);
        var published = new AgentRecord(2, 1L << 41, Bulletin.LastSequence, AgentStatus.Departed, 12, 13, default);
        Append(stream, FrameWriter.WriteBulletin(Space, published), []);
        stream.Position = 0;

        await using var frames = new FrameReader(stream);
        Assert.Equal(FrameType.Hello, await frames.ReadAsync(CancellationToken.None));
        Assert.Equal(handshake, frames.Header.ReadHandshake());
        Assert.Equal(FrameType.Welcome, await frames.ReadAsync(CancellationToken.None));
        Assert.Equal(handshake, frames.Header.ReadHandshake());
        Assert.Equal(FrameType.Reject, await frames.ReadAsync(CancellationToken.None));
        Assert.Equal((RejectCode.Model, "models differ", 12L), frames.Header.ReadReject());

        var received = new float[1000];
        var scalars = new double[3];
        for (var part = 0; part < 2; part++)
        {
            Assert.Equal(FrameType.Round, await frames.ReadAsync(CancellationToken.None));
            var chunk = frames.Header.ReadRound(1000, scalars);
            var payload = new byte[chunk.PayloadBytes];
            await frames.ReadPayloadAsync(payload, CancellationToken.None);
            frames.Header.Verify(chunk.Checksum, payload);
            payload.CopyTo(MemoryMarshal.AsBytes(received.AsSpan(chunk.Offset)));
        }

        Assert.Equal(message, received);
        Assert.Equal([1, 2, 3], scalars);
        Assert.Equal(FrameType.Census, await frames.ReadAsync(CancellationToken.None));
        var record = frames.Header.ReadCensus(3);
        Assert.Equal((1, 2, 3), (record.Census, record.AgentIndex, record.Length));
        await frames.SkipPayloadAsync(3, CancellationToken.None);
        Assert.Equal(FrameType.Bulletin, await frames.ReadAsync(CancellationToken.None));
        Assert.Equal(published, frames.Header.ReadBulletin(3).Record);
        Assert.Equal(FrameType.None, await frames.ReadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_letter_survives_the_round_trip()
    {
        double[] sent = [1, 2, 3];
        var message = Enumerable.Range(0, 400).Select(k => k / 3f).ToArray();
        using var stream = new MemoryStream();
        var letter = Letter(1L << 61, 255, message, sent);
        Append(stream, FrameWriter.WriteLetter(Space, letter, 0, 300), Bytes(message.AsSpan(0, 300)));
        Append(stream, FrameWriter.WriteLetter(Space, letter, 300, 100), Bytes(message.AsSpan(300, 100)));
        stream.Position = 0;
        await using var frames = new FrameReader(stream);
        foreach (var (offset, length, count) in new[] { (0, 300, 3), (300, 100, 0) })
        {
            Assert.Equal(FrameType.Letter, await frames.ReadAsync(CancellationToken.None));
            var values = new double[FrameFormat.MaxScalars];
            var found = frames.Header.ReadLetter(1000, values);
            Assert.Equal(new(1L << 61, 255, offset, length, 400, count, found.Checksum), found);
            Assert.Equal(sent[..count], values[..count]);
            var payload = new byte[found.PayloadBytes];
            await frames.ReadPayloadAsync(payload, CancellationToken.None);
            frames.Header.Verify(found.Checksum, payload);
        }
    }

    [Fact]
    public void The_longest_handshake_fits_into_a_header()
    {
        var text = new string('x', FrameFormat.MaxTextBytes);
        var letters = new LetterLimits(int.MaxValue, int.MaxValue);
        Assert.InRange(
            FrameWriter.WriteHello(Space, new(text, text, text, text, text, Longest, int.MaxValue, 16, letters)),
            1,
            FrameWriter.MaxBytes);
    }

    [Fact]
    public async Task A_text_that_breaks_out_of_its_line_is_a_protocol_exception()
    {
        var length = FrameWriter.WriteReject(Space, RejectCode.Run, "one\ntwo");
        await using var frames = new FrameReader(new MemoryStream(Space[..length]));
        await frames.ReadAsync(CancellationToken.None);
        Assert.Throws<ProtocolException>(() => frames.Header.ReadReject());
    }

    private static LetterSlot Letter(long number, int kind, float[] vector, double[] scalars)
    {
        var letter = new LetterSlot(new(new(vector.Length, 1)));
        letter.Prepare(0, kind, number, vector.Length, scalars, life: 0);
        vector.CopyTo(letter.Floats);
        return letter;
    }

    private static string Hex(int length) => Convert.ToHexStringLower(Space.AsSpan(0, length));

    private static byte[] Bytes(ReadOnlySpan<float> floats) => MemoryMarshal.AsBytes(floats).ToArray();

    private static void Append(MemoryStream stream, int length, byte[] payload)
    {
        stream.Write(Space, 0, length);
        stream.Write(payload);
    }
}
