namespace Murmuration.Agent.Checkpoints;

/// <summary>
/// How a checkpoint lies in a safetensors file, which any reader of that format can open.
/// </summary>
/// <remarks>
/// Text entries: the SHA-256 of the whole file with this very entry as zeros (always the first, so that it lies at a
/// fixed place in every version), format, version, identity, rounds, incarnation, exact, and notes.
/// Tensors: numbers of the state (F64, no extent), vectors of the state (F32), statistics and exchange (U8).
/// </remarks>
internal static class CheckpointFormat
{
    /// <summary>Newest version that this program reads, and the one that it writes.</summary>
    public const int Version = 1;

    /// <summary>Value of the text entry <c>format</c>.</summary>
    public const string Name = "murmuration-checkpoint";

    /// <summary>Hexadecimal digits of the checksum.</summary>
    public const int ChecksumDigits = 64;

    /// <summary>What stands in the checksum's place while it is computed.</summary>
    public static readonly string NoChecksum = new('0', ChecksumDigits);

    /// <summary>Tensor names of the state's numbers begin with this.</summary>
    public const string NumberPrefix = "number.";

    /// <summary>Tensor names of the state's vectors begin with this.</summary>
    public const string VectorPrefix = "vector.";

    /// <summary>Names of remarks begin with this.</summary>
    public const string NotePrefix = "note.";

    /// <summary>Tensor with the network's statistics.</summary>
    public const string Statistics = "statistics";

    /// <summary>Tensor with the state of the exchange.</summary>
    public const string Exchange = "exchange";

    /// <summary>Where in the header the checksum's digits begin.</summary>
    public static int ChecksumOffset => Beginning.Length;

    /// <summary>How every header begins, up to the checksum.</summary>
    public static ReadOnlySpan<byte> Beginning => "{\"__metadata__\":{\"sha256\":\""u8;
}
