namespace Murmuration.Agent.Data;

/// <summary>A file or folder that rows come from, by what changes when it changes.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Length">Bytes of a file; 0 of a folder.</param>
/// <param name="ChangedAt">When it was last written, in ticks of universal time.</param>
internal sealed record KeptSource(string Path, long Length, long ChangedAt)
{
    /// <summary>Whether it is as it was.</summary>
    public bool IsUnchanged => (File.Exists(Path) || Directory.Exists(Path)) && this == Of(Path);

    /// <summary>What it is now.</summary>
    public static KeptSource Of(string path) => new(
        path, File.Exists(path) ? new FileInfo(path).Length : 0, File.GetLastWriteTimeUtc(path).Ticks);
}
