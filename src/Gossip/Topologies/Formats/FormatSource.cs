using System.Buffers;
using System.IO.Compression;
using System.Text;

namespace Murmuration.Gossip.Topologies.Formats;

/// <summary>A topology file of any format as it lies on disk, unpacked when it is packed by gzip; at most 64
/// MiB.</summary>
/// <param name="name">What errors call it.</param>
/// <param name="bytes">All of it.</param>
internal sealed class FormatSource(string name, byte[] bytes)
{
    private const int BlockSize = 1 << 16;

    private static readonly SearchValues<char> Spaces = SearchValues.Create(" \t\r\n\uFEFF");

    private string? _text;

    public string Name => name;

    public byte[] Bytes => bytes;

    /// <summary>The ending of the name, with the dot, lower case, without <c>.gz</c>.</summary>
    public string Extension => ExtensionOf(name);

    /// <summary>The name without folder and endings.</summary>
    public string BareName =>
        Path.GetFileNameWithoutExtension(WithoutPacking(Path.GetFileName(name))) is { Length: > 0 } bare ? bare : name;

    /// <summary>The text, UTF-8 or with a byte order mark UTF-16.</summary>
    public string Text => _text ??= Decode();

    /// <summary>The text from its first letter on that is no blank, a hundred letters at most.</summary>
    public string Start
    {
        get
        {
            var length = Text.AsSpan().IndexOfAnyExcept(Spaces) is >= 0 and var first ? Text.Length - first : 0;
            return Text.Substring(Text.Length - length, Math.Min(length, 100));
        }
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="TopologyException">It is missing, too large or badly packed.</exception>
    public static FormatSource Load(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > TopologySchedule.LargestFileBytes)
            {
                throw TooLarge(path, $"{file.Length:N0} bytes");
            }

            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return new(path, bytes is [0x1f, 0x8b, ..] ? Unpack(path, bytes) : bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new TopologyException(path, null, null, $"cannot read the topology file: {error.Message}", error);
        }
    }

    /// <summary>The ending of a file name, with the dot, lower case, without <c>.gz</c>.</summary>
    public static string ExtensionOf(string name) => Path.GetExtension(WithoutPacking(name)).ToLowerInvariant();

    private static string WithoutPacking(string name) =>
        name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;

    private static byte[] Unpack(string path, byte[] packed)
    {
        using var unpacked = new MemoryStream();
        try
        {
            using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
            var block = new byte[BlockSize];
            for (int count; (count = gzip.Read(block)) > 0;)
            {
                unpacked.Write(block.AsSpan(0, count));
                if (unpacked.Length > TopologySchedule.LargestFileBytes)
                {
                    throw TooLarge(path, "too much when it is unpacked");
                }
            }
        }
        catch (InvalidDataException error)
        {
            throw new TopologyException(path, null, null, $"is packed by gzip, but damaged: {error.Message}", error);
        }

        return unpacked.ToArray();
    }

    private string Decode()
    {
        try
        {
            using var reader = new StreamReader(
                new MemoryStream(bytes), new UTF8Encoding(false, throwOnInvalidBytes: true));
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException error)
        {
            throw new TopologyException(name, null, null, "not Unicode text; save the file as UTF-8.", error);
        }
    }

    private static TopologyException TooLarge(string path, string size) => new(
        path, null, null, $"{size}; a topology file has at most {TopologySchedule.LargestFileBytes:N0} bytes.");
}
