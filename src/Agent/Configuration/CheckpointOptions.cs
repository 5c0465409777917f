namespace Murmuration.Agent.Configuration;

/// <summary>
/// The key <c>checkpoints</c> of a run file: an agent's state on its disk, from which it goes on after a stop or a
/// crash. Agents may differ in it.
/// </summary>
internal sealed record CheckpointOptions
{
    /// <summary>Rounds between checkpoints; 0 writes one at the end only.</summary>
    public int Every { get; init; } = 50;

    /// <summary>How many of the last checkpoints are kept, at least 1.</summary>
    public int Keep { get; init; } = 3;
}
