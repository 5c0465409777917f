using System.IO.Compression;

namespace Murmuration.Agent.Data.Formats.Numpy;

/// <summary>One of the arrays in an NPZ file, a zip archive with an NPY file for each.</summary>
/// <param name="path">The archive.</param>
/// <param name="array">Name of the array.</param>
/// <param name="reading">The load.</param>
internal sealed class NpzEntry(string path, string array, DataReading reading) : INumpySource
{
    private const string Extension = ".npy";
    private const int MostEntries = 10_000;

    public string Name => $"{path}:{array}";

    public string? PlainPath => null;

    /// <summary>Whether a file begins as an NPZ file does: a zip archive whose first entry is an NPY file.</summary>
    public static bool IsBeginning(ReadOnlySpan<byte> bytes)
    {
        const int nameOffset = 30;
        return bytes.StartsWith("PK\u0003\u0004"u8)
            && bytes.Length > nameOffset
            && bytes[nameOffset..Math.Min(bytes.Length, nameOffset + bytes[26])].EndsWith(".npy"u8);
    }

    /// <summary>Names of the arrays in a file.</summary>
    /// <exception cref="DataException">It is no NPZ file.</exception>
    public static IReadOnlyList<string> NamesIn(string path, DataReading reading) => Open(path, reading, archive =>
        (IReadOnlyList<string>)
        [
            .. archive.Entries.Select(entry => entry.FullName)
                .Where(name => name.EndsWith(Extension, StringComparison.Ordinal))
                .Select(name => name[..^Extension.Length]),
        ]);

    public T Read<T>(Func<Stream, T> read) => Open(path, reading, archive =>
    {
        var entry = archive.GetEntry(array + Extension) ?? throw new DataException($"{Name}: there is no such array");
        reading.Meter.Begin(Name, entry.Length);
        using var bytes = entry.Open();
        using var stream = new MeteredStream(bytes, Name, reading.Meter);
        return read(stream);
    });

    private static T Open<T>(string path, DataReading reading, Func<ZipArchive, T> read)
    {
        reading.Note(path);
        return DataFile.ReadRaw(path, file =>
        {
            using var archive = new ZipArchive(file, ZipArchiveMode.Read);
            return archive.Entries.Count <= MostEntries
                ? read(archive)
                : throw new DataException(
                    $"{path}: holds {archive.Entries.Count} entries; at most {MostEntries} are read");
        });
    }
}
