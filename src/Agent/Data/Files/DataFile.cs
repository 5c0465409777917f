using System.IO.Compression;

namespace Murmuration.Agent.Data.Files;

/// <summary>Opens data files, compressed or not, with errors that say where the program looked.</summary>
internal static class DataFile
{
    /// <summary>The path of the run file below the data directory; an absolute path stays itself.</summary>
    public static string Resolve(string path, string baseDirectory) =>
        Path.GetFullPath(path, Path.GetFullPath(baseDirectory));

    /// <summary>The file's bytes, unpacked when its content (not its name) is gzip.</summary>
    public static Stream Open(string path)
    {
        try
        {
            var file = File.OpenRead(path);
            var isPacked = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
            file.Position = 0;
            return isPacked ? new GZipStream(file, CompressionMode.Decompress) : file;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataException($"{path}: there is no such file; relative paths stand below --data-dir", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Runs a reader; damage inside a packed file becomes a <see cref="DataException"/>.</summary>
    public static T Read<T>(string path, Func<Stream, T> read)
    {
        using var stream = Open(path);
        try
        {
            return read(stream);
        }
        catch (InvalidDataException error)
        {
            throw new DataException($"{path}: the gzip data are damaged or cut: {error.Message}", error);
        }
        catch (IOException error)
        {
            throw new DataException($"{path}: cannot be read: {error.Message}", error);
        }
    }
}
