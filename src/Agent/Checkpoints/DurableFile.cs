using System.Runtime.InteropServices;

namespace Murmuration.Agent.Checkpoints;

/// <summary>
/// Replaces files so that at any moment, whatever dies, the old contents or the new ones are there, whole.
/// </summary>
internal static partial class DurableFile
{
    /// <summary>Ending of a file that is still being written.</summary>
    public const string Unfinished = ".partial";

    private const int ReadOnly = 0;

    /// <summary>EINVAL, by which a file system says that it flushes no folders.</summary>
    private const int NotSupported = 22;

    /// <summary>Writes beside the place, waits for the disk, renames, and waits for the disk again.</summary>
    /// <exception cref="CheckpointException">
    /// It could not be written; what was there before is as it was, and nothing is left beside it.
    /// </exception>
    public static void Write(string path, Action<FileStream> write)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        try
        {
            CreateFolder(folder);
            WriteBeside(path + Unfinished, write);
            File.Move(path + Unfinished, path, overwrite: true);
            FlushFolder(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Remove(path + Unfinished);
            throw new CheckpointException($"{path}: cannot be written: {e.Message}", e);
        }
    }

    private static void CreateFolder(string folder)
    {
        if (Directory.Exists(folder) || Path.GetDirectoryName(folder) is not { } parent)
        {
            return;
        }

        CreateFolder(parent);
        Directory.CreateDirectory(folder);
        FlushFolder(parent);
    }

    private static void WriteBeside(string partial, Action<FileStream> write)
    {
        using var stream = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        write(stream);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>The error that ended the writing matters; that of tidying up behind it does not.</summary>
    private static void Remove(string partial)
    {
        try
        {
            File.Delete(partial);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next checkpoint tries again.
        }
    }

    /// <summary>
    /// Makes names in a folder survive a power cut. Windows' journal does so by itself, and .NET opens no folders.
    /// </summary>
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var handle = Open(folder, ReadOnly);
        var failed = handle < 0 || Flush(handle) != 0;
        var (error, message) = (Marshal.GetLastPInvokeError(), Marshal.GetLastPInvokeErrorMessage());
        if (handle >= 0)
        {
            _ = Close(handle);
        }

        if (failed && error != NotSupported)
        {
            throw new IOException($"the folder cannot be flushed to the disk: {message}");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
