namespace Murmuration.Agent.Data.Rows;

/// <summary>Files for what does not fit into memory.</summary>
internal static class ScratchFile
{
    /// <summary>Ending of files that are not finished.</summary>
    public const string Extension = ".tmp";

    private const int BufferLength = 1 << 20;

    /// <summary>A file that is finished has no owner for a moment, until it has its name.</summary>
    private static readonly TimeSpan LeastAge = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Opens an empty file that has no name as soon as it is open, so that nothing is left of it however the program
    /// ends.
    /// </summary>
    /// <exception cref="DataException">The folder takes no file.</exception>
    public static FileStream Create(string folder)
    {
        var file = CreateNamed(folder, FileOptions.DeleteOnClose);
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(file.Name);
        }

        return file;
    }

    /// <summary>Opens an empty file that is to be kept; nobody else may open it until it is closed.</summary>
    /// <exception cref="DataException">The folder takes no file.</exception>
    public static FileStream CreateNamed(string folder, FileOptions options = FileOptions.None)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream(Path.Combine(folder, $"rows-{Guid.NewGuid():N}{Extension}"), new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                Options = options,
                BufferSize = BufferLength,
            });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Fault(folder, error);
        }
    }

    /// <summary>Removes what programs that were killed have left; a file that is still being written, or was a moment
    /// ago, stays.</summary>
    public static void RemoveAbandoned(string folder, TimeProvider time)
    {
        var before = time.GetUtcNow().UtcDateTime - LeastAge;
        var old = Directory.EnumerateFiles(folder, $"rows-*{Extension}")
            .Where(path => File.GetLastWriteTimeUtc(path) < before);
        foreach (var path in old)
        {
            try
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                File.Delete(path);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Somebody holds it.
            }
        }
    }

    /// <summary>What is told when rows cannot be written.</summary>
    public static DataException Fault(string folder, Exception error) => new(
        $"{folder}: rows that exceed data.memory cannot be kept here: {error.Message}; "
        + "name another folder in data.cache",
        error);
}
