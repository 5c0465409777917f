using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Protocol;
using Murmuration.Gossip.Tests.Exchange;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Transport;

namespace Murmuration.Gossip.Tests.Transport;

/// <summary>A neighbour that breaks a rule after its handshake loses that connection; everything else goes
/// on.</summary>
public sealed class HostileFrameTests
{
    private const int VectorLength = 300_000;
    private const int LetterLength = 1000;
    private static readonly TopologySchedule Schedule = TestSchedules.Periodic(3, false, [[(1, 2)], [(0, 1)]]);

    public static TheoryData<string> Violations =>
    [
        "magic", "version", "header length", "type", "checksum", "header bit", "total", "offset", "gap", "round",
        "scalars", "truncated", "hello", "confirmation", "census agent", "census number", "census length", "overlong",
        "absurd round", "record agent", "record round", "record stop", "record life", "record sequence",
        "record length",
        "record checksum", "after goodbye",
        "letter number", "letter offset", "letter gap", "letter total", "letter kind", "overlong letter",
        "letter checksum", "letters taken",
    ];

    [Theory]
    [MemberData(nameof(Violations))]
    public Task A_violation_ends_that_connection_and_nothing_else(string violation) =>
        BreakAsync(violation, static one => one, static _ => Task.CompletedTask);

    [Theory]
    [MemberData(nameof(Violations))]
    public async Task So_does_one_by_an_agent_with_a_valid_certificate(string violation)
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Sign("a0");
        await BreakAsync(violation, authority.Secure, async peer =>
            Assert.True(await peer.TrySecureAsync(certificate)));
    }

    private static async Task BreakAsync(
        string violation,
        Func<TcpNeighbourhoodOptions, TcpNeighbourhoodOptions> change,
        Func<RawNeighbour, Task> secureAsync)
    {
        var options = LoopbackNetwork.Options(Schedule, VectorLength, 1)
            .Select(one => change(one with { LetterLength = LetterLength })).ToArray();
        var openings = options[1..].Select(one => TcpNeighbourhood.OpenAsync(one, NullLogger.Instance)).ToArray();
        var hello = RawNeighbour.HandshakeOf(options[0], "a1");
        await using (var hostile = await RawNeighbour.ConnectAsync(options[1]))
        {
            await secureAsync(hostile);
            Assert.Equal(FrameType.Welcome, await hostile.ShakeHandsAsync(hello));
            foreach (var frame in Bytes(violation))
            {
                await hostile.SendAsync(frame);
            }

            if (violation == "truncated")
            {
                hostile.Close();
            }

            await hostile.ReadToEndAsync();
        }

        await using var decent = await RawNeighbour.ConnectAsync(options[1]);
        await secureAsync(decent);
        Assert.Equal(FrameType.Welcome, await decent.ShakeHandsAsync(hello));
        var others = await Task.WhenAll(openings);
        var vectors = new float[VectorLength];
        await Task.WhenAll(others.Select(exchange => exchange.ExchangeAsync(0, vectors, new double[1]).AsTask()));
        await Task.WhenAll(others.Select(exchange => exchange.DisposeAsync().AsTask()));
    }

    private static byte[][] Bytes(string violation) => violation switch
    {
        "magic" => [Changed(Heartbeat(), 0, (byte)'X')],
        "version" => [Changed(Heartbeat(), 4, 9)],
        "header length" => [Changed(Changed(Heartbeat(), 6, 0x01), 7, 0x04)],
        "type" => [Changed(Heartbeat(), 5, 77)],
        "checksum" => [.. Chunk(1, 0, 100, 1, flip: true)],
        "header bit" => [.. Chunk(1, 0, 1 << 18, 1, headerBit: true)],
        "total" => [.. Chunk(1, 0, 100, 1, total: VectorLength - 1)],
        "offset" => [.. Chunk(1, 100, 100, 0)],
        "gap" => [.. Chunk(1, 0, 100, 1), .. Chunk(1, 101, 100, 0)],
        "round" => [.. Chunk(0, 0, 100, 1)],
        "scalars" => [.. Chunk(1, 0, 100, 2)],
        "truncated" => [Chunk(1, 0, 100, 1)[0], new byte[17]],
        "hello" => [Frame(space => FrameWriter.WriteHello(space, new("r", "t", "m", "f", "t", default, 0, 0)))],
        "confirmation" => [Frame(space => FrameWriter.WriteHeartbeat(space, new(1, -1, 1)))],
        "census agent" => [Frame(space => FrameWriter.WriteCensus(space, 0, 4, []))],
        "census number" => [Frame(space => FrameWriter.WriteCensus(space, 1, 0, []))],
        "census length" => [Frame(space => FrameWriter.WriteCensus(space, 0, 0, new byte[(1 << 20) + 1]))],
        "absurd round" => [Frame(space => FrameWriter.WriteHeartbeat(space, new(-1, -1, FrameFormat.MaxRound)))],
        "record agent" => Record(record => record with { AgentIndex = 3 }),
        "record round" => Record(record => record with { Round = int.MaxValue }),
        "record stop" => Record(record => record with { StopAt = int.MaxValue }),
        "record life" => Record(record => record with { Incarnation = long.MaxValue }),
        "record sequence" => Record(record => record with { Sequence = long.MaxValue }),
        "record length" => Record(record => record with { Payload = new byte[4097] }),
        "record checksum" => [Record(record => record with { Payload = new byte[1] })[0], new byte[] { 1 }],
        "after goodbye" => [Frame(space => FrameWriter.WriteGoodbye(space, 0)), Heartbeat()],
        "letter number" => [.. Letter(1, 0, 0, 10)],
        "letter offset" => [.. Letter(0, 0, 5, 10)],
        "letter gap" => [.. Letter(0, 0, 0, 5), .. Letter(0, 0, 6, 10)],
        "letter total" => [.. Letter(0, 0, 0, 5), .. Letter(0, 0, 5, 11, total: 11)],
        "letter kind" => [.. Letter(0, 0, 0, 5), .. Letter(0, 1, 5, 10)],
        "overlong letter" => [.. Letter(0, 0, 0, 10, total: LetterLength + 1)],
        "letter checksum" => [Letter(0, 0, 0, 10)[0], [.. Letter(0, 0, 0, 10)[1].Reverse()]],
        "letters taken" => [Frame(space => FrameWriter.WriteHeartbeat(space, new(-1, -1, 0, Taken: 1)))],
        "overlong" => [.. Chunk(1, 0, (1 << 18) + 1, 1)],
        _ => throw new ArgumentOutOfRangeException(nameof(violation)),
    };

    private static byte[] Heartbeat() => Frame(space => FrameWriter.WriteHeartbeat(space, new(-1, -1, 0)));

    private static byte[][] Record(Func<AgentRecord, AgentRecord> change) =>
    [
        Frame(space => FrameWriter.WriteBulletin(space, change(new(2, 1, 0, AgentStatus.Present, 0, -1, default)))),
    ];

    private static byte[] Frame(Func<byte[], int> write)
    {
        var space = new byte[FrameWriter.MaxBytes];
        return space[..write(space)];
    }

    private static byte[][] Chunk(
        int round,
        int offset,
        int length,
        int scalarCount,
        int total = VectorLength,
        bool flip = false,
        bool headerBit = false)
    {
        var header = Frame(space => FrameWriter.WriteRound(
            space, round, 0, offset, new float[total], length, new double[scalarCount]));
        var payload = new byte[length * sizeof(float)];
        if (flip)
        {
            payload[7] ^= 1;
        }

        if (headerBit)
        {
            // The last byte of the one scalar: nothing but the checksum can notice.
            header[^6] ^= 1;
        }

        return [header, payload];
    }

    private static byte[][] Letter(long number, int kind, int offset, int end, int total = 10)
    {
        var letter = new LetterSlot(new(new(total, 1)));
        letter.Prepare(0, kind, number, total, default, life: 0);
        letter.Floats.Span.Fill(1);
        return
        [
            Frame(space => FrameWriter.WriteLetter(space, letter, offset, end - offset)),
            MemoryMarshal.AsBytes(letter.Vector.Span[offset..end]).ToArray(),
        ];
    }

    private static byte[] Changed(byte[] frame, int index, byte value)
    {
        frame[index] = value;
        return frame;
    }
}
