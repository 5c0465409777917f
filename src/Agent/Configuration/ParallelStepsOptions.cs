namespace Murmuration.Agent.Configuration;

/// <summary>
/// The key <c>algorithm.parallel</c> of a run file: threads of one agent that take local steps at the same time, on
/// weights that they share.
/// </summary>
internal sealed record ParallelStepsOptions
{
    /// <summary>How they share the weights.</summary>
    public ParallelKind Name { get; init; } = ParallelKind.None;

    /// <summary>How many threads, at most as many as the agent may use; left out: all of these.</summary>
    public int? Threads { get; init; }

    /// <summary>Local steps at the beginning of the run that PASSM+ takes as Hogwild does; the authors' code does so
    /// for the first tenth of its epochs.</summary>
    public int WarmSteps { get; init; }
}
