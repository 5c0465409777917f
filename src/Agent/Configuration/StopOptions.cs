namespace Murmuration.Agent.Configuration;

/// <summary>
/// The key <c>stop</c> of a run file: what ends a run before its last round. All agents stop after the same round.
/// </summary>
internal sealed record StopOptions
{
    /// <summary>The network's cost Σ g_i(w_i) at or below which the run stops, positive; without it, none.</summary>
    public double? Cost { get; init; }

    /// <summary>
    /// The largest disagreement of any agent, relative, at or below which the run stops, positive; without it, none.
    /// </summary>
    public double? Disagreement { get; init; }
}
