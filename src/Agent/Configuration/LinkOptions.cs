namespace Murmuration.Agent.Configuration;

/// <summary>
/// The key <c>links</c> of a run file: how an agent talks to its neighbours, and how many seconds it waits for them.
/// Agents may differ in it.
/// </summary>
internal sealed record LinkOptions
{
    /// <summary>Least time that a round waits for a late neighbour, however quick the rounds are, positive.</summary>
    public double DeadlineFloor { get; init; } = 5;

    /// <summary>Most time that a round waits for a late neighbour, at least the floor.</summary>
    public double DeadlineCeiling { get; init; } = 60;

    /// <summary>
    /// Silence after which an agent counts as gone for good and is taken out of the sum; 0 never. While an agent is
    /// away its gradient stands still in the sum, and the others go on along it: for many rounds that does harm.
    /// </summary>
    public double DeadAfter { get; init; } = 60;

    /// <summary>Neighbours on this machine spare the network stack; else all talk over TCP.</summary>
    public bool Local { get; init; } = true;
}
