using System.IO.Compression;

namespace Murmuration.Agent.Data.Formats;

/// <summary>Opens data files, compressed or not, with errors that say where the program looked.</summary>
internal static class DataFile
{
    /// <summary>The path of the run file below the data directory; an absolute path stays itself.</summary>
    public static string Resolve(string path, string baseDirectory) =>
        Path.GetFullPath(path, Path.GetFullPath(baseDirectory));

    /// <summary>The file as it is.</summary>
    /// <exception cref="DataException">It cannot be opened.</exception>
    public static FileStream OpenRaw(string path)
    {
        var file = Guard(path, () => File.OpenRead(path));
        if (file.CanSeek)
        {
            return file;
        }

        file.Dispose();
        throw new DataException(
            $"{path}: is no file but a pipe or device; data is read more than once, so save it first");
    }

    /// <summary>Runs a reader on the file's bytes, unpacked when its content (not its name) is gzip.</summary>
    /// <exception cref="DataException">The file cannot be opened, or is damaged inside.</exception>
    public static T Read<T>(string path, LoadMeter meter, Func<Stream, T> read)
    {
        using var raw = OpenRaw(path);
        return Guard(path, () =>
        {
            meter.Begin(path, raw.Length);
            using var metered = new MeteredStream(raw, path, meter);
            using var bytes = IsPacked(raw) ? new GZipStream(metered, CompressionMode.Decompress) : (Stream)metered;
            return read(bytes);
        });
    }

    /// <summary>Runs a reader on the file as it is.</summary>
    /// <exception cref="DataException">The file cannot be opened, or is damaged inside.</exception>
    public static T ReadRaw<T>(string path, Func<FileStream, T> read)
    {
        using var file = OpenRaw(path);
        return Guard(path, () => read(file));
    }

    /// <summary>The first bytes of a file, unpacked; fewer where it is shorter.</summary>
    /// <exception cref="DataException">The file cannot be opened, or is damaged inside.</exception>
    public static byte[] ReadBeginning(string path, int length) => Read(path, new LoadMeter(null), stream =>
    {
        var bytes = new byte[length];
        return bytes[..stream.ReadAtLeast(bytes, length, throwOnEndOfStream: false)];
    });

    /// <summary>Whether the bytes of a file that has just been opened are gzip.</summary>
    public static bool IsPacked(FileStream file)
    {
        var isPacked = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return isPacked;
    }

    private static T Guard<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataException($"{path}: there is no such file; relative paths stand below --data-dir", error);
        }
        catch (InvalidDataException error)
        {
            throw new DataException($"{path}: the packed data are damaged or cut: {error.Message}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: cannot be read: {error.Message}", error);
        }
    }
}
