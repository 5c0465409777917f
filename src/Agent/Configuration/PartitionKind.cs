namespace Murmuration.Agent.Configuration;

/// <summary>How the rows are dealt to the agents.</summary>
internal enum PartitionKind
{
    /// <summary>Shuffled, equal sizes: every agent sees the same mixture.</summary>
    Even,

    /// <summary>Shuffled, sizes drawn from a log-normal law.</summary>
    Uneven,

    /// <summary>Sorted by label and cut into equal pieces: about classes/agents labels each.</summary>
    ByLabel,

    /// <summary>Each class is dealt in proportions drawn from a Dirichlet law.</summary>
    Dirichlet,

    /// <summary>Uneven sizes, and two or three main classes for each agent.</summary>
    Skewed,
}
