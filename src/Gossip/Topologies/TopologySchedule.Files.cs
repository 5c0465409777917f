using System.Security.Cryptography;
using System.Text;
using Murmuration.Gossip.Topologies.Files;

namespace Murmuration.Gossip.Topologies;

/// <content>Reading and writing topology files.</content>
public sealed partial class TopologySchedule
{
    /// <summary>The largest topology file, 64 MiB.</summary>
    public const long LargestFileBytes = 64L << 20;

    /// <summary>Reads and checks a topology file.</summary>
    /// <exception cref="TopologyException">The file is missing, too large or no valid schedule; one line says where and
    /// what to do.</exception>
    public static TopologySchedule Load(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new TopologyException("No topology file given.");
        }

        return new TopologyReader(path, ReadBytes(path)).Read();
    }

    /// <summary>Reads and checks the text of a topology file; <paramref name="sourceName"/> stands in messages for the
    /// file.</summary>
    /// <exception cref="TopologyException">The text is no valid schedule; one line says where and what to
    /// do.</exception>
    public static TopologySchedule Parse(string text, string sourceName = "topology") =>
        new TopologyReader(sourceName, Encoding.UTF8.GetBytes(text)).Read();

    /// <summary>The schedule as the text of a topology file, which loads back equal. Links stand written out, unless
    /// every round draws its own. Lines of the comment, if any, come first.</summary>
    public string ToJson(string? comment = null) => TopologyWriter.Text(this, _rule, _links, comment);

    /// <summary>Writes the schedule to a topology file.</summary>
    public void Save(string path, string? comment = null) => File.WriteAllText(path, ToJson(comment));

    private static byte[] ReadBytes(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > LargestFileBytes)
            {
                throw new TopologyException(path, null, null,
                    $"{file.Length:N0} bytes; a topology file has at most {LargestFileBytes:N0}.");
            }

            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new TopologyException(path, null, null, $"cannot read the topology file: {error.Message}", error);
        }
    }

    private string ComputeFingerprint() =>
        Convert.ToHexStringLower(SHA256.HashData(TopologyWriter.CanonicalBytes(this, _rule, _links)));
}
