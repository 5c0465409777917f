using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using Murmuration.Gossip.Protocol;

namespace Murmuration.Benchmarks;

/// <summary>One frame to bytes and back, checksums included, without a socket.</summary>
[MemoryDiagnoser]
public class FrameBenchmarks
{
    private readonly byte[] _header = new byte[FrameWriter.MaxBytes];
    private float[] _message = [];
    private byte[] _stream = [];
    private byte[] _payload = [];

    [Params(256, 2_560, 1 << 18)]
    public int Floats { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _message = new float[Floats];
        _payload = new byte[Floats * sizeof(float)];
        var length = EncodeChunk();
        _stream = [.. _header.AsSpan(0, length), .. MemoryMarshal.AsBytes(_message.AsSpan())];
    }

    [Benchmark]
    public int EncodeChunk() => FrameWriter.WriteRound(_header, 1, 7, 0, _message, Floats, [1.0]);

    [Benchmark]
    public async Task<uint> DecodeChunk()
    {
        await using var frames = new FrameReader(new MemoryStream(_stream));
        await frames.ReadAsync(CancellationToken.None);
        var chunk = ReadHeader(frames.Header);
        await frames.ReadPayloadAsync(_payload, CancellationToken.None);
        frames.Header.Verify(chunk.Checksum, _payload);
        return chunk.Checksum;
    }

    [Benchmark]
    public uint Checksum() => Crc32C.Compute(_payload);

    private RoundChunk ReadHeader(FrameHeader header)
    {
        Span<double> scalars = stackalloc double[1];
        return header.ReadRound(Floats, scalars);
    }
}
