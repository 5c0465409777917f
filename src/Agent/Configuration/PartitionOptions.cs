namespace Murmuration.Agent.Configuration;

/// <summary>Who holds which rows (<c>data.partition</c> of the run file).</summary>
internal sealed record PartitionOptions
{
    /// <summary>How the rows are dealt.</summary>
    public PartitionKind Kind { get; init; } = PartitionKind.Even;

    /// <summary>
    /// Concentration of the Dirichlet law, above 0: 100 is nearly even, 0.1 gives most classes to a few agents.
    /// </summary>
    public double Alpha { get; init; } = 0.5;

    /// <summary>
    /// Deviation of the logarithm of the sizes (uneven, skewed), 0 or more: with 0.5 the largest of 8 agents holds
    /// about four times the rows of the smallest.
    /// </summary>
    public double Spread { get; init; } = 0.5;

    /// <summary>
    /// Fewest rows of an agent (uneven, skewed), at least 1; lowered where there are too few rows for it.
    /// </summary>
    public int Minimum { get; init; } = 10;

    /// <summary>Share of the rows that go to any agent whatever its main classes (skewed), 0..1.</summary>
    public double Stray { get; init; } = 0.01;
}
