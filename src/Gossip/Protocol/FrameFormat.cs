namespace Murmuration.Gossip.Protocol;

/// <summary>
/// The constants of a frame: prefix (magic, version, type, header length), MessagePack header, payload.
/// Keep in step with docs/protocol.md.
/// </summary>
internal static class FrameFormat
{
    /// <summary>Version of this protocol; agents of different versions do not talk.</summary>
    public const byte Version = 3;

    /// <summary>4 bytes magic, 1 version, 1 type, 2 header length (little-endian).</summary>
    public const int PrefixBytes = 8;

    /// <summary>No header is longer.</summary>
    public const int MaxHeaderBytes = 1024;

    /// <summary>Floats in one chunk of a round message or letter (1 MiB), so that control frames need not wait
    /// long.</summary>
    public const int MaxChunkFloats = 1 << 18;

    /// <summary>Float64 values beside the vectors of a message.</summary>
    public const int MaxScalars = 16;

    /// <summary>Bytes of one census record.</summary>
    public const int MaxRecordBytes = 1 << 20;

    /// <summary>Bytes of what a bulletin record tells beside its numbers.</summary>
    public const int MaxPayloadBytes = 4096;

    /// <summary>No round is larger, so that sums of a few rounds stay within 32 bits.</summary>
    public const int MaxRound = 1 << 30;

    /// <summary>No link carries more letters.</summary>
    public const long MaxLetters = 1L << 62;

    /// <summary>Sequences of bulletin records are below it, except the last one of all.</summary>
    public const long MaxSequence = 1L << 62;

    /// <summary>UTF-8 bytes of a run id, fingerprint or agent id, so that a handshake fits into one header.</summary>
    public const int MaxTextBytes = 128;

    /// <summary>UTF-8 bytes of a rejection's message.</summary>
    public const int MaxMessageBytes = 800;

    /// <summary>The checksum stands last in a header and always takes so many bytes.</summary>
    public const int ChecksumBytes = 5;

    /// <summary>"MURM".</summary>
    public static ReadOnlySpan<byte> Magic => "MURM"u8;
}
