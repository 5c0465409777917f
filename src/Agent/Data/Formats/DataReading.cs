using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data.Rows;

namespace Murmuration.Agent.Data.Formats;

/// <summary>One load: what is to be read, from where, and where its rows go.</summary>
internal sealed class DataReading
{
    private readonly string _baseDirectory;
    private readonly Dictionary<string, KeptSource> _sources = new(StringComparer.Ordinal);

    /// <summary>Begins a load.</summary>
    /// <param name="options">What to read.</param>
    /// <param name="baseDirectory">Where relative paths stand.</param>
    /// <param name="settings">Progress, and a folder for rows that do not fit into memory.</param>
    public DataReading(DataOptions options, string baseDirectory, LoadSettings settings)
    {
        (Options, _baseDirectory) = (options, baseDirectory);
        Meter = new LoadMeter(settings.Progress);
        Room = new RowRoom(options, options.Cache is { } cache ? Resolve(cache) : settings.Folder, Meter);
    }

    /// <summary>What to read.</summary>
    public DataOptions Options { get; }

    /// <summary>Counts what is read.</summary>
    public LoadMeter Meter { get; }

    /// <summary>Where rows go.</summary>
    public RowRoom Room { get; }

    /// <summary>
    /// The files and folders that have been read so far, as they were then; they say whether a kept copy is still good.
    /// </summary>
    public IReadOnlyCollection<KeptSource> Sources => _sources.Values;

    /// <summary>Most rows of the training source: with test rows of their own, <c>data.limit</c>.</summary>
    public int TrainLimit(bool hasTest) => hasTest ? Options.Limit ?? int.MaxValue : int.MaxValue;

    /// <summary>Most rows where all are wanted, none set aside.</summary>
    public int Limit => Options.Limit ?? int.MaxValue;

    /// <summary>Most rows of the test source.</summary>
    public int TestLimit => Options.TestLimit ?? int.MaxValue;

    /// <summary>The full path of a file that the options name.</summary>
    public string Resolve(string path) => DataFile.Resolve(path, _baseDirectory);

    /// <summary>Runs a reader on a file's bytes, unpacked.</summary>
    /// <exception cref="DataException">The file cannot be read.</exception>
    public T Read<T>(string path, Func<Stream, T> read)
    {
        Note(path);
        return DataFile.Read(path, Meter, read);
    }

    /// <summary>Notes that the rows depend on a file or folder.</summary>
    public void Note(string path) => _sources.TryAdd(path, KeptSource.Of(path));

    /// <summary>A sink for rows of a source.</summary>
    public RowSink Collect(int width, string source) => new(width, source, Room);

    /// <summary>Refuses options that only tables understand.</summary>
    /// <exception cref="DataException">One of them is given.</exception>
    public void RequireNoColumns(string format)
    {
        var given = Options.Categories.Count > 0 ? "data.categories"
            : Options.Ignore.Count > 0 ? "data.ignore"
            : Options.Targets.Count > 0 ? "data.targets"
            : Options.Target is not null ? "data.target"
            : null;
        if (given is not null)
        {
            throw new DataException($"{given} speaks of the columns of a table; {format} has none: leave it out");
        }
    }
}
