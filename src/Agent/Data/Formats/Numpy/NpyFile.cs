namespace Murmuration.Agent.Data.Formats.Numpy;

/// <summary>An array in a file of its own.</summary>
internal sealed class NpyFile(string path, DataReading reading) : INumpySource
{
    public string Name => path;

    public string? PlainPath
    {
        get
        {
            using var file = DataFile.OpenRaw(path);
            return DataFile.IsPacked(file) ? null : path;
        }
    }

    public T Read<T>(Func<Stream, T> read) => reading.Read(path, read);
}
