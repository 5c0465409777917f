using System.Text;
using Murmuration.Agent.Configuration;

namespace Murmuration.Agent.Data.Formats;

/// <summary>What formats look at to recognize the training data.</summary>
internal sealed class DataSource(DataReading reading)
{
    private const int BeginningLength = 1 << 12;

    private byte[]? _beginning;

    /// <summary>What is to be loaded.</summary>
    public DataOptions Options => reading.Options;

    /// <summary>The option as it is written.</summary>
    public string Text => Options.Train!;

    /// <summary>The file's full path.</summary>
    public string Path => reading.Resolve(Text);

    /// <summary>The file's name.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The first bytes of the file, unpacked.</summary>
    public ReadOnlySpan<byte> Beginning => _beginning ??= DataFile.ReadBeginning(Path, BeginningLength);

    /// <summary>Whether the file may be text: no byte 0 at its beginning.</summary>
    public bool IsText => !Beginning.Contains((byte)0);

    /// <summary>The whole lines at the beginning of the file; its first line where that is longer.</summary>
    public string[] Lines()
    {
        var text = Encoding.UTF8.GetString(Beginning).TrimStart('\uFEFF');
        var end = Beginning.Length < BeginningLength ? text.Length : text.LastIndexOf('\n');
        return (end < 0 ? text : text[..end]).Split('\n', StringSplitOptions.TrimEntries);
    }
}
