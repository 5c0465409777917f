using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Murmuration.Agent.Checkpoints;

/// <summary>The checkpoints of one agent of one run in a folder, which those of other runs may share.</summary>
/// <remarks>
/// A checkpoint of an orderly stop is exact until somebody resumes from it. That is noted on the disk before anything
/// else happens, so that after a crash the same file no longer counts as exact; neither does one with a newer, unusable
/// one beside it.
/// </remarks>
/// <param name="folder">The folder; made when it is first written to.</param>
/// <param name="keep">How many are kept, at least 1.</param>
/// <param name="identity">The agent and run.</param>
internal sealed partial class CheckpointStore(string folder, int keep, CheckpointIdentity identity)
{
    private const string Extension = ".safetensors";

    private readonly string _ending = $"-{identity.Tag}{Extension}";
    private readonly string _resumed = Path.Combine(folder, $"resumed-{identity.Tag}");

    /// <summary>The file for a checkpoint after so many rounds.</summary>
    public string PathOf(int rounds) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"round-{rounds:D8}{_ending}"));

    /// <summary>Writes a checkpoint, then removes those that are no longer needed; returns its file.</summary>
    /// <exception cref="CheckpointException">It could not be written; older ones are as they were.</exception>
    public string Save(Checkpoint checkpoint)
    {
        var path = PathOf(checkpoint.Rounds);
        CheckpointWriter.Write(path, identity, checkpoint);
        Tidy(checkpoint.Rounds, checkpoint.IsExact);
        return path;
    }

    /// <summary>The newest usable checkpoint, and why newer ones are not.</summary>
    /// <exception cref="CheckpointException">The folder cannot be read.</exception>
    public CheckpointSearch LoadNewest()
    {
        var skipped = new List<string>();
        var isNewest = true;
        foreach (var path in Files().OrderByDescending(RoundOf).ThenByDescending(IsOwn))
        {
            try
            {
                var found = CheckpointReader.Read(path, identity);
                return new(found with { IsExact = found.IsExact && isNewest && !IsResumed(path) }, skipped);
            }
            catch (CheckpointException e)
            {
                skipped.Add(e.Message);
                isNewest &= !IsOwn(path);
            }
        }

        return new(Newest: null, skipped);
    }

    /// <summary>
    /// Notes durably that the agent goes on from a checkpoint that was loaded: should it crash, neither that one nor
    /// any before it is exact.
    /// </summary>
    /// <exception cref="CheckpointException">The note could not be written.</exception>
    public void MarkResumed(Checkpoint checkpoint)
    {
        var name = Encoding.UTF8.GetBytes(Path.GetFileName(checkpoint.Path));
        DurableFile.Write(_resumed, stream => stream.Write(name));
    }

    /// <summary>Removes all checkpoints of the agent and run.</summary>
    /// <exception cref="CheckpointException">One of them could not be removed.</exception>
    public void Clear()
    {
        try
        {
            string[] own = [.. Files().Where(IsOwn)];
            Array.ForEach(own, File.Delete);
            if (File.Exists(_resumed))
            {
                File.Delete(_resumed);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{folder}: the checkpoints cannot be removed: {e.Message}", e);
        }
    }

    [GeneratedRegex(@"^round-(?<round>\d{8,10})-[0-9a-f]{12}\.safetensors$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FileName();

    private static long RoundOf(string path) => long.Parse(
        FileName().Match(Path.GetFileName(path)).Groups["round"].ValueSpan, CultureInfo.InvariantCulture);

    private bool IsOwn(string path) => path.EndsWith(_ending, StringComparison.Ordinal);

    /// <summary>A note that cannot be read may name any checkpoint.</summary>
    private bool IsResumed(string path)
    {
        try
        {
            return File.Exists(_resumed)
                && !(File.ReadAllText(_resumed) is var name && IsCheckpoint(name) && RoundOf(path) > RoundOf(name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private static bool IsCheckpoint(string path) => FileName().IsMatch(Path.GetFileName(path));

    private IEnumerable<string> Files() => Entries().Where(IsCheckpoint);

    private string[] Entries()
    {
        try
        {
            return Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{folder}: the checkpoints cannot be listed: {e.Message}", e);
        }
    }

    /// <summary>
    /// Keeps the last few; what claims to be later than the one just written is from a course that was given up.
    /// </summary>
    private void Tidy(int rounds, bool isExact)
    {
        try
        {
            if (isExact)
            {
                File.Delete(_resumed);
            }

            var own = Files().Where(IsOwn).ToLookup(path => RoundOf(path) > rounds);
            string[] old = [.. own[false].OrderByDescending(RoundOf).Skip(keep), .. own[true], .. Unfinished()];
            Array.ForEach(old, File.Delete);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{folder}: old checkpoints cannot be removed: {e.Message}", e);
        }
    }

    private IEnumerable<string> Unfinished() => Entries().Where(path =>
        path.EndsWith(DurableFile.Unfinished, StringComparison.Ordinal)
        && IsCheckpoint(Path.GetFileNameWithoutExtension(path)));
}
