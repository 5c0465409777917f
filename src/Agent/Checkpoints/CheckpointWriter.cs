using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Murmuration.Agent.Checkpoints;

/// <summary>Writes checkpoints straight from the algorithm's memory: no second copy of the vectors.</summary>
internal static class CheckpointWriter
{
    /// <summary>Replaces a file by a checkpoint, durably.</summary>
    /// <exception cref="CheckpointException">It could not be written; the message says why.</exception>
    public static void Write(string path, CheckpointIdentity identity, Checkpoint checkpoint)
    {
        var header = SafeTensorsHeader.Format(Tensors(checkpoint), Texts(identity, checkpoint));
        DurableFile.Write(path, stream => Write(stream, header, checkpoint));
    }

    /// <summary>The checksum is known at the end and stands at the beginning.</summary>
    private static void Write(FileStream stream, byte[] header, Checkpoint checkpoint)
    {
        using var hash = SHA256.Create();
        using (var hashing = new CryptoStream(stream, hash, CryptoStreamMode.Write, leaveOpen: true))
        {
            SafeTensorsHeader.Write(hashing, header);
            WriteValues(hashing, checkpoint);
        }

        stream.Position = SafeTensorsHeader.PrefixBytes + CheckpointFormat.ChecksumOffset;
        stream.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.Hash!)));
    }

    private static void WriteValues(Stream stream, Checkpoint checkpoint)
    {
        foreach (var number in checkpoint.State.Numbers.Values)
        {
            LittleEndian.Write(stream, number);
        }

        foreach (var vector in checkpoint.State.Vectors.Values)
        {
            LittleEndian.Write(stream, vector.Span);
        }

        stream.Write(checkpoint.Statistics.Span);
        stream.Write(checkpoint.Exchange.Span);
    }

    /// <summary>In the order of their values: wide ones first, so that all lie aligned.</summary>
    private static IEnumerable<NamedTensor> Tensors(Checkpoint checkpoint) =>
    [
        .. checkpoint.State.Numbers.Keys.Select(
            name => new NamedTensor(CheckpointFormat.NumberPrefix + name, [], TensorType.F64)),
        .. checkpoint.State.Vectors.Select(
            vector => new NamedTensor(CheckpointFormat.VectorPrefix + vector.Key, [vector.Value.Length])),
        new NamedTensor(CheckpointFormat.Statistics, [checkpoint.Statistics.Length], TensorType.U8),
        new NamedTensor(CheckpointFormat.Exchange, [checkpoint.Exchange.Length], TensorType.U8),
    ];

    private static IEnumerable<KeyValuePair<string, string>> Texts(CheckpointIdentity identity, Checkpoint checkpoint)
    {
        var culture = CultureInfo.InvariantCulture;
        return
        [
            new("sha256", CheckpointFormat.NoChecksum),
            new("format", CheckpointFormat.Name),
            new("version", CheckpointFormat.Version.ToString(culture)),
            new("run", identity.Run),
            new("seed", identity.Seed.ToString(culture)),
            new("agent", identity.Agent),
            new("topology", identity.Topology),
            new("model", identity.Model),
            new("rounds", checkpoint.Rounds.ToString(culture)),
            new("incarnation", checkpoint.Incarnation.ToString(culture)),
            new("exact", checkpoint.IsExact ? "true" : "false"),
            .. checkpoint.Notes.Select(n => KeyValuePair.Create(CheckpointFormat.NotePrefix + n.Key, n.Value)),
        ];
    }
}
