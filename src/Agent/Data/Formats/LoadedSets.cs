using Murmuration.Agent.Configuration;

namespace Murmuration.Agent.Data.Formats;

/// <summary>What a format has read.</summary>
/// <param name="Train">The training rows.</param>
/// <param name="Test">The test rows, or null where none are given.</param>
internal sealed record LoadedSets(Dataset Train, Dataset? Test)
{
    /// <summary>How inputs are scaled where the options do not say.</summary>
    public DataScale Scale { get; init; } = DataScale.Standardize;

    /// <summary>How the file is written, such as "CSV, separated by ';', with a header".</summary>
    public required string Dialect { get; init; }

    /// <summary>Rows that were left out because a value is missing.</summary>
    public int Dropped { get; init; }
}
