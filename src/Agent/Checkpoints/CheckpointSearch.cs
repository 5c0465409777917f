namespace Murmuration.Agent.Checkpoints;

/// <summary>What a folder of checkpoints has for an agent.</summary>
/// <param name="Newest">The newest one that can be used, or null.</param>
/// <param name="Skipped">Why newer ones cannot be: one line each, which names the file.</param>
internal sealed record CheckpointSearch(Checkpoint? Newest, IReadOnlyList<string> Skipped);
