using System.Security.Cryptography;
using System.Text;
using Murmuration.Gossip.Topologies.Files;
using Murmuration.Gossip.Topologies.Formats;

namespace Murmuration.Gossip.Topologies;

/// <content>Reading and writing topology files.</content>
public sealed partial class TopologySchedule
{
    /// <summary>The largest topology file, 64 MiB, also when it is unpacked.</summary>
    public const long LargestFileBytes = 64L << 20;

    /// <summary>Reads and checks a topology file of our own or of another program's format.</summary>
    /// <exception cref="TopologyException">The file is missing, too large or no valid schedule; one line says where and
    /// what to do.</exception>
    public static TopologySchedule Load(string path) => TopologyImport.Load(
        string.IsNullOrWhiteSpace(path) ? [] : [path], new ImportOptions());

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

    private string ComputeFingerprint() =>
        Convert.ToHexStringLower(SHA256.HashData(TopologyWriter.CanonicalBytes(this, _rule, _links)));
}
