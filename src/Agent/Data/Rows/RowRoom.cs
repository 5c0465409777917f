using Murmuration.Agent.Configuration;

namespace Murmuration.Agent.Data.Rows;

/// <summary>Where the rows of one load go: into memory up to a limit, then into a file.</summary>
internal sealed class RowRoom
{
    private const int ShareOfMachine = 4;

    private readonly List<FileStream> _toKeep = [];
    private readonly bool _keepsFiles;

    /// <summary>Room for the rows of one load.</summary>
    /// <param name="options">The limit (<see cref="DataOptions.Memory"/>), and whether files are kept.</param>
    /// <param name="folder">Folder of the files.</param>
    /// <param name="meter">Is told what has been taken.</param>
    public RowRoom(DataOptions options, string folder, LoadMeter meter)
    {
        (Folder, Meter, _keepsFiles) = (folder, meter, options.Cache is not null);
        Limit = options.Memory ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / ShareOfMachine;
    }

    /// <summary>Bytes of rows in memory, at most.</summary>
    public long Limit { get; }

    /// <summary>Folder of the files.</summary>
    public string Folder { get; }

    /// <summary>Is told what has been taken.</summary>
    public LoadMeter Meter { get; }

    /// <summary>Bytes that are still free.</summary>
    public long Left => Limit - Meter.MemoryBytes;

    /// <summary>Notes that rows take so many bytes of memory, or give them back.</summary>
    public void Take(long bytes) => Meter.MemoryBytes += bytes;

    /// <summary>Opens a file for rows, which begin where it stands.</summary>
    /// <exception cref="DataException">The folder takes no file.</exception>
    public FileStream CreateFile()
    {
        if (!_keepsFiles)
        {
            return ScratchFile.Create(Folder);
        }

        var file = ScratchFile.CreateNamed(Folder);
        _toKeep.Add(file);
        file.Position = RowFile.Start;
        return file;
    }

    /// <summary>Removes a file that has come to nothing.</summary>
    public void Discard(FileStream file)
    {
        file.Dispose();
        if (_toKeep.Remove(file))
        {
            File.Delete(file.Name);
        }
    }

    /// <summary>Whether a file has been opened to be kept.</summary>
    public bool IsToKeep(FileStream file) => _toKeep.Contains(file);
}
