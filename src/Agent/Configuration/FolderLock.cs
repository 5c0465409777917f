namespace Murmuration.Agent.Configuration;

/// <summary>
/// Holds an output folder for one program at a time: two that write the same checkpoints and weights would ruin both.
/// The system lets go of it when the program ends, however it ends.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>Takes a folder, which is made if it is not there.</summary>
    /// <exception cref="ConfigurationException">Another program has it, or it cannot be written to.</exception>
    public static FolderLock Take(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new(new(Path.Combine(folder, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                $"--output {folder}: another program works in this folder, or it cannot be written to ({e.Message}); "
                + "wait for that one, or give another folder",
                e);
        }
    }

    public void Dispose() => _file.Dispose();
}
