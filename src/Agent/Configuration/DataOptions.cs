using System.Text.Json.Serialization;

namespace Murmuration.Agent.Configuration;

/// <summary>
/// What is learned from (<c>data</c> of the run file). Relative paths stand below the data directory.
/// </summary>
internal sealed record DataOptions
{
    /// <summary>A set that is drawn from the seed; without it and without <see cref="Train"/>, digits.</summary>
    public GeneratedSet? Generated { get; init; }

    /// <summary>
    /// File with the training rows; for IDX the images. For CIFAR-10 one file, several between commas, or their folder.
    /// For PostgreSQL the database, <c>postgresql://user@host/name</c>; never with a password.
    /// </summary>
    public string? Train { get; init; }

    /// <summary>
    /// File with the test rows, given like <see cref="Train"/>; without it, <see cref="TestFraction"/> of the training
    /// rows.
    /// </summary>
    public string? Test { get; init; }

    /// <summary>
    /// File with the labels or targets of <see cref="Train"/>, row by row, where they are apart from the inputs.
    /// </summary>
    public string? TrainLabels { get; init; }

    /// <summary>The same for <see cref="Test"/>.</summary>
    public string? TestLabels { get; init; }

    /// <summary>Format of the files.</summary>
    public DataFormat Format { get; init; } = DataFormat.Auto;

    /// <summary>Target column of a table, by name or 0-based index; without it, the last.</summary>
    [JsonConverter(typeof(ColumnNameConverter))]
    public string? Target { get; init; }

    /// <summary>
    /// Target columns where a table has several, all of them numbers; each by name or 0-based index.
    /// </summary>
    [JsonConverter(typeof(ColumnNamesConverter))]
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>Columns of a table that are not inputs, by name or 0-based index, such as row numbers.</summary>
    [JsonConverter(typeof(ColumnNamesConverter))]
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>Whether a table's first line holds names; found by itself when null.</summary>
    public bool? Header { get; init; }

    /// <summary>
    /// Separator of a table: one character, or <c>comma</c>, <c>semicolon</c>, <c>tab</c>, <c>blank</c>;
    /// found by itself when null.
    /// </summary>
    public string? Separator { get; init; }

    /// <summary>
    /// Columns of a table whose values are words, by name or 0-based index, each with all its values: an input becomes
    /// one column of 0 and 1 per value, the target's values become the classes in this order. Given in the run file,
    /// so that all agents have the same columns whatever values their own rows show.
    /// </summary>
    [JsonConverter(typeof(CategoriesConverter))]
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Categories { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>What becomes of rows in which a value is missing.</summary>
    public MissingValues Missing { get; init; } = MissingValues.Error;

    /// <summary>
    /// Number of inputs of libsvm files, whose rows name only what is not zero: the largest index that any agent's or
    /// test file may use; the largest of this agent's files when null.
    /// </summary>
    public int? Inputs { get; init; }

    /// <summary>Query for the training rows where <see cref="Train"/> is a database.</summary>
    public string? Query { get; init; }

    /// <summary>Query for the test rows, asked of <see cref="Test"/> or else of <see cref="Train"/>.</summary>
    public string? TestQuery { get; init; }

    /// <summary>What is learned from a table's target.</summary>
    public DataTask Task { get; init; } = DataTask.Auto;

    /// <summary>Number of classes where a file does not show all of them; counted when null.</summary>
    public int? Classes { get; init; }

    /// <summary>
    /// Share of the rows that are set aside, by the seed, when there is no test file; above 0, below 1.
    /// </summary>
    public double TestFraction { get; init; } = 0.2;

    /// <summary>
    /// Most training rows: with a test file the first of the training file, without one the first of the shuffled rows
    /// that are left for training; all when null.
    /// </summary>
    public int? Limit { get; init; }

    /// <summary>
    /// Most test rows: the first of the test file, or without one of the shuffled rows set aside; all when null.
    /// </summary>
    public int? TestLimit { get; init; }

    /// <summary>
    /// Most bytes of rows in memory (a number, or such as <c>"2 GB"</c>); more go to a file on the disk, from which
    /// minibatches are taken. A quarter of the machine's memory when null.
    /// </summary>
    [JsonConverter(typeof(ByteCountConverter))]
    public long? Memory { get; init; }

    /// <summary>
    /// Folder where rows on the disk are kept for the next start, relative to the data directory; when null, they are
    /// in a file without a name in the output folder, which vanishes with the program.
    /// </summary>
    public string? Cache { get; init; }

    /// <summary>How inputs are scaled.</summary>
    public DataScale Scale { get; init; } = DataScale.Auto;

    /// <summary>Whether regression targets are brought to mean 0 and deviation 1 over the rows of all agents.</summary>
    public bool StandardizeTargets { get; init; } = true;

    /// <summary>Training rows of a generated set.</summary>
    public int Samples { get; init; } = 6000;

    /// <summary>Test rows of a generated set.</summary>
    public int TestSamples { get; init; } = 2000;

    /// <summary>
    /// Who holds which rows, where one source holds everybody's; null where each agent has a file of its own. A
    /// simulation deals evenly then.
    /// </summary>
    public PartitionOptions? Partition { get; init; }
}
