namespace Murmuration.Agent.Data;

/// <summary>The rows to train on and the fresh rows to judge by.</summary>
internal sealed record DatasetPair(Dataset Train, Dataset Test)
{
    /// <summary>What the loader understood, in one line: source, rows, columns, classes.</summary>
    public string Description { get; init; } = "";

    /// <summary>
    /// The scaling still to be done with the statistics of the whole network (standardize or minmax), or none;
    /// what needs no statistics has been done at loading.
    /// </summary>
    public Configuration.DataScale Scale { get; init; } = Configuration.DataScale.None;
}
