namespace Murmuration.Agent.Data;

/// <summary>The rows to train on and the fresh rows to judge by.</summary>
internal sealed record DatasetPair(Dataset Train, Dataset Test)
{
    /// <summary>What the loader understood, in one line: source, rows, columns, classes.</summary>
    public string Description { get; init; } = "";

    /// <summary>How the source is written, such as "CSV, separated by ';', with a header".</summary>
    public string Dialect { get; init; } = "";

    /// <summary>Rows that were left out because a value is missing.</summary>
    public int Dropped { get; init; }

    /// <summary>
    /// The scaling still to be done with the statistics of the whole network (standardize or minmax), or none;
    /// what needs no statistics has been done at loading.
    /// </summary>
    public Configuration.DataScale Scale { get; init; } = Configuration.DataScale.None;

    /// <summary>How inputs are scaled in all, what has been done at loading included.</summary>
    public Configuration.DataScale InputScale { get; init; } = Configuration.DataScale.None;
}
